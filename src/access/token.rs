//! Secrets that a browser or a link carries, and what is stored of them.

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// 256 random bits. The program keeps only their hash.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

/// The length of a token as text: 32 bytes in base 64.
const LENGTH: usize = 43;

impl Token {
    /// A new one; `None` where the system has no randomness to give.
    pub fn random() -> Option<Self> {
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes).ok()?;
        Some(Self(BASE64URL_NOPAD.encode(&bytes)))
    }

    /// The one that somebody sent, if it can be one of ours.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        (text.len() == LENGTH && text.bytes().all(plain)).then(|| Self(text.to_owned()))
    }

    /// The secret itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is stored of it. A plain hash suffices: there are 2^256 tokens to try.
    pub fn hash(&self) -> String {
        hash("token", &self.0)
    }

    /// The mark that the forms of this session carry. It tells nothing of the token.
    pub fn form_mark(&self) -> String {
        hash("form", &self.0)
    }

    /// Whether a form carries this session's mark.
    pub fn has_form_mark(&self, mark: &str) -> bool {
        self.form_mark().as_bytes().ct_eq(mark.as_bytes()).into()
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Token(…)")
    }
}

/// What shows that a text was written for the session of that mark (RFC 2104).
pub fn signature(mark: &str, text: &str) -> String {
    let signing = signing(mark, text);
    signing.map(|signing| HEXLOWER.encode(&signing.finalize().into_bytes())).unwrap_or_default()
}

/// Whether that is the signature of a text for the session of that mark.
pub fn is_signed(mark: &str, text: &str, signature: &str) -> bool {
    let bytes = HEXLOWER.decode(signature.as_bytes()).unwrap_or_default();
    signing(mark, text).is_some_and(|signing| signing.verify_slice(&bytes).is_ok())
}

fn signing(mark: &str, text: &str) -> Option<Hmac<Sha256>> {
    let mut signing = Hmac::<Sha256>::new_from_slice(mark.as_bytes()).ok()?;
    signing.update(text.as_bytes());
    Some(signing)
}

/// SHA-256 of a secret, apart for each use.
pub(super) fn hash(purpose: &str, secret: &str) -> String {
    let digest = Sha256::new().chain_update(purpose).chain_update([0]).chain_update(secret);
    HEXLOWER.encode(&digest.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_as_it_was_made_and_never_shown() {
        let token = Token::random().unwrap();
        assert_eq!(Token::parse(token.as_str()), Some(token.clone()));
        assert!(!format!("{token:?}").contains(token.as_str()));
        assert_ne!(token.hash(), token.form_mark());
        for bad in ["", "short", &"é".repeat(22), &"a".repeat(44), &"=".repeat(43)] {
            assert_eq!(Token::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_form_mark_belongs_to_one_token() {
        let (one, other) = (Token::random().unwrap(), Token::random().unwrap());
        assert!(one.has_form_mark(&one.form_mark()));
        for bad in ["", &other.form_mark(), &one.form_mark()[1..], &one.hash()] {
            assert!(!one.has_form_mark(bad));
        }
    }

    #[test]
    fn a_signature_holds_for_one_text_in_one_session() {
        let [one, other] = [(); 2].map(|()| Token::random().unwrap().form_mark());
        let signed = signature(&one, "Saved.");
        assert!(is_signed(&one, "Saved.", &signed));
        assert!(!is_signed(&other, "Saved.", &signed) && !is_signed(&one, "Saved!", &signed));
        for bad in ["", "0", &signed[2..], &signed.to_uppercase()] {
            assert!(!is_signed(&one, "Saved.", bad), "{bad}");
        }
    }
}
