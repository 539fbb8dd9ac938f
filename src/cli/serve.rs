//! `congvan serve`: the same on a local web page that only reads.

use std::net::IpAddr;
use std::path::PathBuf;

use super::{Context, FOUND, Mistake, locate, print};
use crate::serve::{self, ServeError};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Port on this machine
    #[arg(long, default_value_t = 8640, value_name = "N")]
    port: u16,
    /// Listen on this address instead of this machine's own; needs --password-file
    #[arg(long, value_name = "ADDR")]
    listen: Option<IpAddr>,
    /// Users, a line each: name:$argon2id$…
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// A further name by which browsers call this machine; may be repeated
    #[arg(long = "host", value_name = "NAME")]
    hosts: Vec<String>,
    /// Show documents that bear a mark of secrecy
    #[arg(long)]
    include_secret: bool,
}

pub(super) fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<u8> {
    let (_, folder) = locate::open(context)?;
    let lang = context.lang;
    let options = serve::Options {
        own: locate::home(&folder),
        archive: folder,
        port: arguments.port,
        listen: arguments.listen,
        hosts: arguments.hosts.clone(),
        password_file: arguments.password_file.clone(),
        include_secret: arguments.include_secret,
        lang,
    };
    let mut ready = |address: std::net::SocketAddr| {
        print::talk(&lang.pick(
            format!("Mở http://{address} trong trình duyệt; Ctrl-C để dừng\n"),
            format!("Open http://{address} in a browser; Ctrl-C ends it\n"),
        ));
    };
    match serve::run(&options, &mut ready) {
        Ok(()) => Ok(FOUND),
        Err(ServeError::Open(address)) => Err(Mistake::new(
            lang.pick(
                format!("--listen {address}: máy khác vào được địa chỉ này, cần mật khẩu"),
                format!("--listen {address}: other machines can reach this address, a password is needed"),
            ),
            lang.pick("thêm --password-file TỆP, mỗi dòng tên:$argon2id$…", "add --password-file FILE, lines name:$argon2id$…"),
        )
        .into()),
        Err(ServeError::Address { address, source }) => Err(Mistake::new(
            lang.pick(format!("không mở được {address}: {source}"), format!("cannot listen on {address}: {source}")),
            format!("congvan serve --port {}", address.port().wrapping_add(1)),
        )
        .into()),
        Err(error) => Err(error.into()),
    }
}
