//! Sharing out the work on one query: whoever asks waits for less.

use std::num::NonZero;
use std::sync::{LazyLock, Mutex, PoisonError};

/// Threads that work on one query at most; each has lists of its own to open.
const MOST: usize = 4;

/// How many work on one query where it is worth it, the one that asks among them.
pub(super) fn many() -> usize {
    static MANY: LazyLock<usize> = LazyLock::new(|| std::thread::available_parallelism().map_or(1, NonZero::get).min(MOST));
    *MANY
}

/// Does the same with each share, at once where the system gives threads; gives what comes of them in their order.
pub(super) fn at_once<T: Send, R: Send>(shares: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let others = shares.len().saturating_sub(1);
    let waiting = Mutex::new((0usize..).zip(shares));
    let take = || waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
    let all_waiting = || {
        let mut done = Vec::new();
        while let Some((nth, share)) = take() {
            done.push((nth, work(share)));
        }
        done
    };
    let mut done = std::thread::scope(|scope| {
        let begin = |_| std::thread::Builder::new().spawn_scoped(scope, all_waiting).ok();
        let others: Vec<_> = (0..others).map_while(begin).collect();
        let mut done = all_waiting();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    });
    done.sort_unstable_by_key(|(nth, _)| *nth);
    done.into_iter().map(|(_, outcome)| outcome).collect()
}

#[cfg(test)]
mod tests {
    use super::at_once;

    #[test]
    fn comes_in_order() {
        for n in [0, 1, 2, 7] {
            assert_eq!(
                at_once((0..n).collect(), |share: i32| share * share),
                (0..n).map(|share| share * share).collect::<Vec<_>>()
            );
        }
    }
}
