//! Owns the way to the archive: told, named by the environment, or the nearest `.congvan` upward.

use std::path::{Path, PathBuf};

use super::{Context, Mistake};
use crate::store::{Lock, Store};

/// The folder's name where none is told.
pub(super) const NAME: &str = ".congvan";

/// The archive to use: the option, else `$CONGVAN_ARCHIVE`, else the nearest `.congvan` from here upward; `None` if there is none.
pub(super) fn archive(context: &Context) -> Option<PathBuf> {
    let told =
        context.archive.clone().or_else(|| std::env::var_os("CONGVAN_ARCHIVE").filter(|v| !v.is_empty()).map(PathBuf::from));
    told.or_else(|| std::env::current_dir().ok()?.ancestors().map(|folder| folder.join(NAME)).find(|folder| folder.is_dir()))
}

/// The archive to use, which must be there.
pub(super) fn folder(context: &Context) -> anyhow::Result<PathBuf> {
    if let Some(folder) = archive(context) {
        return Ok(folder);
    }
    let here = std::env::current_dir().unwrap_or_default();
    Err(Mistake::new(
        context.lang.pick(
            format!("không thấy kho .congvan từ {} trở lên; cần chạy trong thư mục có kho", here.display()),
            format!("no archive .congvan from {} upward; run where one is", here.display()),
        ),
        context.lang.pick(
            "congvan index THƯ-MỤC để lập kho, hoặc --archive THƯ-MỤC",
            "congvan index FOLDER makes one, or name it: --archive FOLDER",
        ),
    )
    .into())
}

/// Opens the archive for reading.
pub(super) fn open(context: &Context) -> anyhow::Result<(Store, PathBuf)> {
    let folder = folder(context)?;
    Ok((Store::open(&folder)?, folder))
}

/// Opens the archive for writing what a person says, with its lock; `None` of a folder is a mistake as for reading.
pub(super) fn open_for_writing(context: &Context) -> anyhow::Result<(Store, Lock)> {
    let (store, folder) = open(context)?;
    drop(store);
    let lock = Lock::take(&folder, &holder()).map_err(crate::pipeline::PipelineError::from)?;
    Ok((Store::open_for_writing(&folder)?, lock))
}

/// Who holds the lock: this process, whose and on which machine (the archive may lie on a shared folder), since when.
pub(super) fn holder() -> String {
    let user = std::env::var("USER").or_else(|_| std::env::var("LOGNAME")).unwrap_or_default();
    let machine = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let place = match (user.trim(), machine.trim()) {
        ("", machine) => machine.to_owned(),
        (user, machine) => format!("{user}@{machine}"),
    };
    super::print::harmless(&format!("pid {}, {place}, {}", std::process::id(), super::index::now()))
}

/// Keeps the archive's own bodies in its `config.toml`, where none are kept; other ones there stay, and that is said.
pub(super) fn keep_home(context: &Context, folder: &Path, own: &[String]) -> anyhow::Result<()> {
    let kept = home(folder);
    if kept == own {
        return Ok(());
    }
    let path = folder.join("config.toml");
    if !kept.is_empty() {
        let names = kept.join(", ");
        super::print::talk(&context.lang.pick(
            format!("cảnh báo: {} giữ own = {names}; --home chỉ dùng cho lần chạy này\n", path.display()),
            format!("warning: {} has own = {names}; --home was for this run only\n", path.display()),
        ));
        return Ok(());
    }
    let others = std::fs::read_to_string(&path).unwrap_or_default();
    let names: Vec<String> = own.iter().map(|name| toml::Value::String(name.clone()).to_string()).collect();
    // Keys of the whole file stand before its tables.
    let text = format!("own = [{}]\n{others}", names.join(", "));
    super::print::file(&path, &mut |out| out.write_all(text.as_bytes()))?;
    Ok(())
}

/// The archive's own bodies: `own = ["UBND xã …"]` in its `config.toml`.
pub(super) fn home(folder: &Path) -> Vec<String> {
    let read = || -> Option<Vec<String>> {
        let table: toml::Table = std::fs::read_to_string(folder.join("config.toml")).ok()?.parse().ok()?;
        Some(table.get("own")?.as_array()?.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect())
    };
    read().unwrap_or_default()
}
