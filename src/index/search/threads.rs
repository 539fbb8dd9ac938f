//! Sharing out the work on one query: whoever asks waits for less.

use std::num::NonZero;
use std::sync::LazyLock;

/// Threads that work on one query at most; each has lists of its own to open.
const MOST: usize = 4;

/// How many work on one query where it is worth it, the one that asks among them.
pub(super) fn many() -> usize {
    static MANY: LazyLock<usize> = LazyLock::new(|| std::thread::available_parallelism().map_or(1, NonZero::get).min(MOST));
    *MANY
}

/// Does the same with each share at once, with the first one here; gives what comes of them in their order.
pub(super) fn at_once<T: Send, R: Send>(shares: impl IntoIterator<Item = T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let mut shares = shares.into_iter();
    let Some(first) = shares.next() else { return Vec::new() };
    std::thread::scope(|scope| {
        let work = &work;
        let others: Vec<_> = shares.map(|share| scope.spawn(move || work(share))).collect();
        let first = work(first);
        let others = others.into_iter().map(|other| other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        std::iter::once(first).chain(others).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::at_once;

    #[test]
    fn comes_in_order() {
        for n in [0, 1, 2, 7] {
            assert_eq!(at_once(0..n, |share| share * share), (0..n).map(|share| share * share).collect::<Vec<_>>());
        }
    }
}
