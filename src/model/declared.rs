//! Owns what an edXML envelope declares about its document (QCVN 102:2016/BTTTT).

use serde::{Deserialize, Serialize};

use super::date::PartialDate;

/// A body in the exchange network.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organ {
    /// Its identifier as written: `000.00.00.H01`, `H01.151`.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
}

/// A document that the message answers (`ResponseFor`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponseFor {
    /// The body that issued it.
    pub organ_id: Option<String>,
    /// Its number and symbol: `267/VPCP-TTĐT`.
    pub code: Option<String>,
    /// Its date.
    pub date: Option<PartialDate>,
    /// Its identifier in the network.
    pub document_id: Option<String>,
}

/// The declared fields; kept beside those of the page, never mixed with them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declared {
    /// `CodeNumber`.
    pub number: Option<String>,
    /// `CodeNotation`.
    pub symbol: Option<String>,
    /// `PromulgationDate`.
    pub date: Option<PartialDate>,
    /// `Place`.
    pub place: Option<String>,
    /// `TypeName`.
    pub kind_name: Option<String>,
    /// `Subject`.
    pub subject: Option<String>,
    /// Sender.
    pub from: Organ,
    /// Receivers.
    pub to: Vec<Organ>,
    /// `Competence`: `TL. BỘ TRƯỞNG`.
    pub competence: Option<String>,
    /// `Position`.
    pub position: Option<String>,
    /// `FullName`.
    pub signer: Option<String>,
    /// `DocumentId`.
    pub document_id: Option<String>,
    /// `DueDate`.
    pub due: Option<PartialDate>,
    /// `Priority`, raw.
    pub priority: Option<String>,
    /// `ToPlaces`.
    pub to_places: Vec<String>,
    /// `ResponseFor`, the empty ones left out.
    pub response_for: Vec<ResponseFor>,
    /// `BussinessDocType`: 0 new, 1 recall, 2 update, 3 replacement.
    pub business_type: Option<u8>,
    /// Names of the attachments.
    pub attachments: Vec<String>,
}
