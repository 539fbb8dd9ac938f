//! `congvan backup` and `congvan restore`: the archive as one file, and back.

use std::path::PathBuf;

use serde_json::json;

use super::print::{self, Ink};
use super::{Context, FOUND, Mistake, index, locate};
use crate::pipeline::{PipelineError, reindex};
use crate::store::{DATABASE, Lock, Store};

#[derive(Debug, clap::Args)]
pub(super) struct BackUp {
    /// Where the copy is written; one that is there is replaced when the new one is whole
    file: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(super) struct Restore {
    /// A file that `congvan backup` wrote
    file: PathBuf,
    /// Put it in the place of the archive that is there, which is kept beside
    #[arg(long)]
    replace: bool,
}

pub(super) fn back_up(context: &Context, arguments: &BackUp) -> anyhow::Result<u8> {
    let (store, folder) = locate::open(context)?;
    store.back_up(&folder, &arguments.file)?;
    let bytes = std::fs::metadata(&arguments.file)?.len();
    let copy = arguments.file.display();
    if context.json {
        print::data(&format!("{}\n", json!({"file": copy.to_string(), "bytes": bytes})))?;
    } else if !context.quiet {
        let size = context.lang.size(bytes);
        print::talk(
            &context
                .lang
                .pick(format!("Đã sao lưu kho vào {copy} ({size})\n"), format!("The archive is copied to {copy} ({size})\n")),
        );
    }
    Ok(FOUND)
}

pub(super) fn restore(context: &Context, arguments: &Restore) -> anyhow::Result<u8> {
    let lang = context.lang;
    let folder = match locate::archive(context) {
        Some(folder) => folder,
        None => std::env::current_dir()?.join(locate::NAME),
    };
    if folder.join(DATABASE).exists() && !arguments.replace {
        return Err(Mistake::new(
            lang.pick(
                format!("{} đã có kho; cần thư mục chưa có kho, hoặc --replace", folder.display()),
                format!("{} holds an archive; needed is a folder without one, or --replace", folder.display()),
            ),
            lang.pick(
                "congvan restore --replace TỆP: kho hiện có được giữ lại bên cạnh",
                "congvan restore --replace FILE: the archive that is there is kept beside",
            ),
        )
        .into());
    }
    if !arguments.file.is_file() {
        return Err(Mistake::new(
            lang.pick(
                format!("không có tệp {}", arguments.file.display()),
                format!("there is no file {}", arguments.file.display()),
            ),
            "",
        )
        .into());
    }
    std::fs::create_dir_all(&folder).map_err(|source| PipelineError::Folder { folder: folder.clone(), source })?;
    let _lock = Lock::take(&folder, &locate::holder())?;
    let kept = Store::put_back(&arguments.file, &folder)?;
    let mut store = Store::open_for_writing(&folder)?;
    index::tell_migrated(context, &store);
    reindex(&folder, &mut store)?;
    let documents = store.totals()?.documents;
    if context.json {
        let kept = kept.as_ref().map(|path| path.display().to_string());
        print::data(&format!("{}\n", json!({"archive": folder.display().to_string(), "documents": documents, "kept": kept})))?;
    } else if !context.quiet {
        let count = lang.count(documents);
        let mut text = lang.pick(format!("Đã phục hồi {count} văn bản\n"), format!("{count} documents are restored\n"));
        if let Some(kept) = kept {
            text.push_str(&lang.pick(
                format!("Kho trước đó giữ ở {}\n", kept.display()),
                format!("The archive before is kept as {}\n", kept.display()),
            ));
        }
        let hint = context.err.ink(Ink::Cyan, lang.pick("gợi ý:", "hint:"));
        text.push_str(&lang.pick(
            format!("{hint} congvan index THƯ-MỤC để đọc những gì mới từ khi sao lưu\n"),
            format!("{hint} congvan index FOLDER reads what is new since the backup\n"),
        ));
        print::talk(&text);
    }
    Ok(FOUND)
}
