//! The signer's name out of a PKCS #7 signature (RFC 5652): the common name of the certificate that the signer info points at.

/// The name of the first signer.
pub(super) fn signer_name(contents: &[u8]) -> Option<String> {
    let [content_info] = list::<1>(contents)?;
    let [_, wrapped] = list::<2>(content_info.body)?;
    let [signed_data] = list::<1>(wrapped.body)?;
    let parts = all(signed_data.body);
    let certificates = parts.iter().find(|p| p.tag == CONTEXT_0)?;
    let certificates: Vec<Certificate<'_>> = all(certificates.body).into_iter().filter_map(|c| certificate(c.body)).collect();
    let serial = parts.last().filter(|p| p.tag == SET).and_then(|infos| {
        let [info] = list::<1>(infos.body)?;
        let [_, issuer_and_serial] = list::<2>(info.body)?;
        let [_, serial] = list::<2>(issuer_and_serial.body)?;
        Some(serial.body)
    });
    let own = certificates.iter().find(|c| Some(c.serial) == serial).or_else(|| certificates.first())?;
    common_name(own.subject)
}

struct Certificate<'a> {
    serial: &'a [u8],
    subject: &'a [u8],
}

fn certificate(body: &[u8]) -> Option<Certificate<'_>> {
    let [to_sign] = list::<1>(body)?;
    let mut fields = all(to_sign.body).into_iter().peekable();
    // The version is left out where it is 1.
    fields.next_if(|f| f.tag == CONTEXT_0);
    let serial = fields.next()?.body;
    // Signature algorithm, issuer and validity stand before the subject.
    let subject = fields.nth(3)?.body;
    Some(Certificate { serial, subject })
}

/// The common name (2.5.4.3) of a distinguished name.
fn common_name(name: &[u8]) -> Option<String> {
    all(name).iter().flat_map(|set| all(set.body)).find_map(|pair| {
        let [kind, value] = list::<2>(pair.body)?;
        if kind.body != [0x55, 0x04, 0x03] {
            return None;
        }
        let text = match value.tag {
            BMP_STRING => encoding_rs::UTF_16BE.decode_without_bom_handling(value.body).0.into_owned(),
            _ => String::from_utf8_lossy(value.body).into_owned(),
        };
        Some(text.trim().to_owned()).filter(|t| !t.is_empty())
    })
}

const CONTEXT_0: u8 = 0xa0;
const SET: u8 = 0x31;
const BMP_STRING: u8 = 0x1e;

/// One value of the distinguished encoding rules (X.690).
#[derive(Debug, Clone, Copy)]
struct Value<'a> {
    tag: u8,
    body: &'a [u8],
}

/// The first value and what is behind it.
fn value(bytes: &[u8]) -> Option<(Value<'_>, &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        0x81..=0x84 => {
            let n = usize::from(first & 0x7f);
            let digits = rest.get(..n)?;
            (digits.iter().fold(0, |sum, d| sum << 8 | usize::from(*d)), rest.get(n..)?)
        }
        // Of indefinite length: all that there is; the end marks are skipped as empty values.
        0x80 => (rest.len(), rest),
        _ => return None,
    };
    Some((Value { tag, body: rest.get(..length)? }, rest.get(length..)?))
}

/// The values that stand one after the other.
fn all(mut bytes: &[u8]) -> Vec<Value<'_>> {
    let mut out = Vec::new();
    while let Some((found, rest)) = value(bytes) {
        out.push(found);
        bytes = rest;
        if out.len() > 1000 {
            break;
        }
    }
    out
}

/// The first `N` values.
fn list<const N: usize>(bytes: &[u8]) -> Option<[Value<'_>; N]> {
    let mut rest = bytes;
    let mut out = [Value { tag: 0, body: &[] }; N];
    for slot in &mut out {
        (*slot, rest) = value(rest)?;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::signer_name;

    fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
        let body: Vec<u8> = parts.concat();
        let mut out = vec![tag];
        match u8::try_from(body.len()) {
            Ok(n) if n < 0x80 => out.push(n),
            _ => out.extend([0x82, u8::try_from(body.len() >> 8).unwrap_or(0), u8::try_from(body.len() & 0xff).unwrap_or(0)]),
        }
        out.extend(body);
        out
    }

    fn named(name: &str) -> Vec<u8> {
        let pair = der(0x30, &[&der(0x06, &[&[0x55, 0x04, 0x03]]), &der(0x0c, &[name.as_bytes()])]);
        der(0x30, &[&der(0x31, &[&pair])])
    }

    fn certificate(serial: u8, issuer: &str, subject: &str) -> Vec<u8> {
        let version = der(0xa0, &[&der(0x02, &[&[2]])]);
        let empty = der(0x30, &[]);
        let fields = der(0x30, &[&version, &der(0x02, &[&[serial]]), &empty, &named(issuer), &empty, &named(subject), &empty]);
        der(0x30, &[&fields, &empty])
    }

    #[test]
    fn the_signers_own_certificate_is_taken() {
        let certificates = der(0xa0, &[&certificate(1, "CA gốc", "CA"), &certificate(7, "CA", "Nguyễn Văn Mẫu")]);
        let info = der(0x30, &[&der(0x02, &[&[1]]), &der(0x30, &[&named("CA"), &der(0x02, &[&[7]])])]);
        let empty = der(0x30, &[]);
        let signed = der(0x30, &[&der(0x02, &[&[1]]), &der(0x31, &[]), &empty, &certificates, &der(0x31, &[&info])]);
        let whole = der(0x30, &[&der(0x06, &[&[1]]), &der(0xa0, &[&signed])]);
        assert_eq!(signer_name(&whole).as_deref(), Some("Nguyễn Văn Mẫu"));
        // Signatures are padded with zeros to a fixed length, and may be cut.
        assert_eq!(signer_name(&[whole.clone(), vec![0; 100]].concat()).as_deref(), Some("Nguyễn Văn Mẫu"));
        for cut in 0..whole.len() {
            let _ = signer_name(whole.get(..cut).unwrap_or_default());
        }
        assert_eq!(signer_name(b""), None);
    }
}
