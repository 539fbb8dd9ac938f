//! Where the document is within the page of a law portal: what stands around it is the portal's, not the document's.

/// A container element of the page.
#[derive(Debug, Default)]
pub(super) struct Container {
    /// The container around it; the page is its own.
    pub parent: usize,
    /// Characters within.
    pub length: usize,
    /// Has the national title or the Party's within.
    pub titled: bool,
    /// The blocks within: from the first to past the last.
    pub blocks: (usize, usize),
}

/// Is this the title that stands at the head of every official document?
pub(super) fn is_title(text: &str) -> bool {
    let upper = text.to_uppercase();
    ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA", "ĐẢNG CỘNG SẢN VIỆT NAM"].iter().any(|t| upper.contains(t))
}

/// The stretch of blocks that is the document: the innermost container that has the title and at least half of the text around it.
pub(super) fn document(containers: &[Container]) -> Option<(usize, usize)> {
    let mut best = 0;
    let mut best_length = containers.first().filter(|page| page.titled)?.length;
    // Containers stand in the order of their beginnings, so a child comes after its parent.
    for (index, container) in containers.iter().enumerate().skip(1) {
        if container.titled && container.parent == best && container.length * 2 >= best_length {
            best = index;
            best_length = container.length;
        }
    }
    containers.get(best).map(|c| c.blocks)
}
