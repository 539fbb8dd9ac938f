//! Owns what is made from the whole archive (its audit, its registers): made once a generation beside the requests that wait for
//! it, one thing at a time, so that a large archive takes longer to answer and never ties up the page.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::answer::Fault;

/// How long a request waits for it.
const PATIENCE: Duration = Duration::from_millis(3_500);
/// Things that are kept.
const KEPT: usize = 8;

/// Things by their key.
#[derive(Debug)]
pub(super) struct Made<K, V> {
    state: Mutex<State<K, V>>,
    changed: Condvar,
}

#[derive(Debug)]
struct State<K, V> {
    /// The latest last.
    kept: Vec<(K, Result<Arc<V>, Fault>)>,
    making: bool,
}

impl<K, V> Default for Made<K, V> {
    fn default() -> Self {
        Self { state: Mutex::new(State { kept: Vec::new(), making: false }), changed: Condvar::new() }
    }
}

impl<K: Clone + PartialEq + Send + 'static, V: Send + Sync + 'static> Made<K, V> {
    /// What lies under `key`; made by `make` where nothing does. Faults are told once and not kept.
    ///
    /// # Errors
    /// What `make` says; 503 where it takes longer than a request may wait: it goes on being made.
    pub(super) fn get(
        self: &Arc<Self>,
        key: &K,
        make: impl FnOnce() -> Result<V, Fault> + Send + 'static,
    ) -> Result<Arc<V>, Fault> {
        let deadline = Instant::now() + PATIENCE;
        let mut make = Some(make);
        let mut state = self.state();
        loop {
            if let Some(at) = state.kept.iter().position(|(known, _)| known == key) {
                if state.kept.get(at).is_some_and(|(_, value)| value.is_err()) {
                    return state.kept.remove(at).1;
                }
                if let Some((_, value)) = state.kept.get(at) {
                    return value.clone();
                }
            }
            if !state.making
                && let Some(make) = make.take()
            {
                state.making = true;
                let (shared, key) = (Arc::clone(self), key.clone());
                std::thread::spawn(move || shared.put(key, make));
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(Fault::new(
                    503,
                    "Đang xem cả kho; trang này tự mở lại khi xong.",
                    "The whole archive is being gone through; this page opens again when that is done.",
                )
                .again());
            }
            state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn put(&self, key: K, make: impl FnOnce() -> Result<V, Fault>) {
        let value = catch_unwind(AssertUnwindSafe(make)).unwrap_or_else(|_| Err(Fault::broken()));
        let mut state = self.state();
        if state.kept.len() == KEPT {
            drop(state.kept.remove(0));
        }
        state.kept.push((key, value.map(Arc::new)));
        state.making = false;
        self.changed.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State<K, V>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::{Fault, KEPT, Made};

    #[test]
    fn a_thing_is_made_once_and_a_fault_is_not_kept() {
        let made: Arc<Made<u64, u64>> = Arc::default();
        let count = Arc::new(AtomicUsize::new(0));
        let get = |key: u64, fails: bool| {
            let count = Arc::clone(&count);
            made.get(&key, move || {
                count.fetch_add(1, Ordering::SeqCst);
                if fails { Err(Fault::absent()) } else { Ok(key * 2) }
            })
        };
        assert_eq!(get(4, true).map(|v| *v).map_err(|f| f.status), Err(404));
        assert_eq!((get(4, false).map(|v| *v), get(4, false).map(|v| *v)), (Ok(8), Ok(8)));
        assert_eq!(count.load(Ordering::SeqCst), 2);
        for key in 10..10 + KEPT as u64 {
            assert!(get(key, false).is_ok());
        }
        assert!(get(4, false).is_ok());
        assert_eq!(count.load(Ordering::SeqCst), 3 + KEPT, "the eldest went");
    }

    #[test]
    fn what_breaks_while_being_made_breaks_nothing_else() {
        let made: Arc<Made<u64, u64>> = Arc::default();
        assert_eq!(made.get(&1, || panic!("on purpose")).map(|v| *v).map_err(|f| f.status), Err(500));
        assert_eq!(made.get(&1, || Ok(1)).map(|v| *v), Ok(1));
    }
}
