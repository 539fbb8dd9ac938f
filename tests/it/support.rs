//! A folder of documents, an archive of it, and the program run on them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A temporary folder with `files/` to be indexed and an archive beside it.
pub struct Office {
    folder: tempfile::TempDir,
}

/// What the program said.
#[derive(Debug)]
pub struct Said {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Office {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("files")).unwrap();
        Self { folder }
    }

    pub fn files(&self) -> PathBuf {
        self.folder.path().join("files")
    }

    pub fn archive(&self) -> PathBuf {
        self.folder.path().join("archive")
    }

    pub fn write(&self, path: &str, text: &str) -> &Self {
        let path = self.files().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    pub fn remove(&self, path: &str) -> &Self {
        fs::remove_file(self.files().join(path)).unwrap();
        self
    }

    pub fn rename(&self, from: &str, to: &str) -> &Self {
        let to = self.files().join(to);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::rename(self.files().join(from), to).unwrap();
        self
    }

    /// The program on this archive, not yet run.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = congvan(arguments);
        command.arg("--archive").arg(self.archive()).current_dir(self.folder.path());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Said {
        said(&self.command(arguments).output().unwrap())
    }

    /// Indexes `files/`, and says with which status.
    pub fn index(&self) -> Said {
        self.run(&["index", "files"])
    }

    /// Everything that can be exported.
    pub fn export(&self) -> String {
        ["documents", "citations", "links"]
            .iter()
            .map(|what| {
                let said = self.run(&["export", "--what", what]);
                assert_eq!(said.status, Some(0), "{said:?}");
                said.out
            })
            .collect()
    }

    /// What the program says wrong of the archive: nothing, if it is whole.
    pub fn verify(&self) -> Said {
        self.run(&["verify"])
    }

    /// What a fresh archive of the same files exports.
    pub fn export_from_scratch(&self) -> String {
        let fresh = tempfile::tempdir().unwrap();
        let archive = fresh.path().join("archive");
        let run = |arguments: &[&str]| {
            said(&congvan(arguments).arg("--archive").arg(&archive).current_dir(self.folder.path()).output().unwrap())
        };
        run(&["index", "files"]);
        ["documents", "citations", "links"].iter().map(|what| run(&["export", "--what", what]).out).collect()
    }
}

pub fn congvan(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_congvan"));
    command.args(arguments).env_remove("CONGVAN_ARCHIVE").env("CONGVAN_LANG", "vi").env("LC_ALL", "C.UTF-8").env("COLUMNS", "80");
    // As on a terminal: the summary for people, no events.
    command.env("CONGVAN_LOG", "text");
    command
}

pub fn said(output: &Output) -> Said {
    Said {
        status: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// A letter by the rules of NĐ 30, in plain text.
pub fn letter(number: &str, date: &str, kind: &str, subject: &str, body: &str) -> String {
    format!(
        "UBND HUYỆN MẪU SƠN\nUBND XÃ LÂM BÌNH\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nSố: {number}\n\nLâm Bình, {date}\n\n{kind}\n{subject}\n\n{body}\n\nNơi nhận:\n- UBND huyện;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nPhạm Văn Thử\n"
    )
}

/// A plan of this number that says what it carries out; `more` ends its subject.
pub fn plan(n: u64, more: &str, grounds: &str) -> String {
    letter(
        &format!("{n}/KH-UBND"),
        &format!("ngày {:02} tháng 3 năm 2023", n % 28 + 1),
        "KẾ HOẠCH",
        &format!("Kiểm tra việc số {n} năm 2023{more}"),
        &format!("Thực hiện {grounds}, UBND xã ban hành kế hoạch sau."),
    )
}

/// A plan of this number that says it carries out the plan of another number.
pub fn plan_citing(n: u32, cited: u32) -> String {
    plan(n.into(), "", &format!("Kế hoạch số {cited}/KH-UBND của UBND xã Lâm Bình"))
}

/// The folder of real documents, where it lies beside the project.
pub fn shared() -> Option<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    shared.is_dir().then_some(shared)
}
