//! Collects all documents that fulfil a condition, in their order.

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

/// The collector.
pub(super) struct Gather;

/// Its work in one part of the index.
pub(super) struct Part {
    ord: SegmentOrdinal,
    docs: Vec<DocAddress>,
}

impl Collector for Gather {
    type Fruit = Vec<DocAddress>;
    type Child = Part;

    fn for_segment(&self, ord: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<Part> {
        Ok(Part { ord, docs: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, mut parts: Vec<Vec<DocAddress>>) -> tantivy::Result<Vec<DocAddress>> {
        // Parts come in their order; where only one holds something it is the answer.
        parts.retain(|docs| !docs.is_empty());
        if parts.len() == 1 {
            return Ok(parts.swap_remove(0));
        }
        let mut all = parts.concat();
        all.sort_unstable();
        Ok(all)
    }
}

impl SegmentCollector for Part {
    type Fruit = Vec<DocAddress>;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.docs.push(DocAddress::new(self.ord, doc));
    }

    fn harvest(self) -> Vec<DocAddress> {
        self.docs
    }
}
