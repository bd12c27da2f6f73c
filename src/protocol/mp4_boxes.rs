//! The top-level boxes of an mp4 or mov file as it streams by: where each ends, so that a file that ends inside one is
//! seen to be cut. Source: ISO/IEC 14496-12, section 4.2. Only the headers are looked at, 16 bytes a box at most.

/// First boxes by which an mp4 or mov file is known.
pub const FIRST_BOXES: [&[u8]; 6] = [b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"];

/// How far the headers were read.
#[derive(Clone, Debug, Default)]
pub struct Mp4Boxes {
    /// Where the next box begins.
    next: u64,
    /// As much of its header as was seen.
    header: Vec<u8>,
    /// Boxes seen.
    seen: u32,
    /// Nothing can be told any more: a box that goes on to the end, or no box at all.
    blind: bool,
}

impl Mp4Boxes {
    /// Of a file whose beginning is not seen: nothing is told of it.
    pub fn unseen() -> Mp4Boxes {
        Mp4Boxes { blind: true, ..Mp4Boxes::default() }
    }

    /// The place of the next byte to look at; `None` where nothing more is to be learnt.
    pub fn wants(&self) -> Option<u64> {
        (!self.blind).then(|| self.next + self.header.len() as u64)
    }

    /// Looks at the bytes at that place; those past the header are left alone.
    pub fn look(&mut self, bytes: &[u8]) {
        for byte in bytes {
            if self.blind || self.header.len() == 16 {
                break;
            }
            self.header.push(*byte);
            if self.is_whole() {
                self.pass();
                break;
            }
        }
    }

    /// 8 bytes, or 16 where the size says so.
    fn is_whole(&self) -> bool {
        match self.header.len() {
            8 => self.header.get(..4) != Some(&[0, 0, 0, 1]),
            length => length == 16,
        }
    }

    fn pass(&mut self) {
        let number = |bytes: Option<&[u8]>| {
            bytes.unwrap_or_default().iter().fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte))
        };
        let least = self.header.len() as u64;
        let size = number(if least == 16 { self.header.get(8..) } else { self.header.get(..4) });
        let name = self.header.get(4..8).unwrap_or_default();
        let named = name.iter().all(|byte| (b' '..=b'~').contains(byte) || *byte == 0xA9);
        let known = self.seen > 0 || FIRST_BOXES.contains(&name);
        self.blind = size < least || !named || !known;
        self.next = self.next.saturating_add(size);
        self.seen += 1;
        self.header.clear();
    }

    /// What is stored of it.
    #[cfg(any(feature = "pipeline", not(target_arch = "wasm32")))]
    pub(crate) fn fields(&mut self, fields: &mut dyn super::stored::Fields) {
        fields.bytes("nextBox", &mut self.next);
        let mut header = crate::text::hex(&self.header);
        fields.text("boxHeader", &mut header);
        let digit = |at: usize| char::from(*header.as_bytes().get(at)?).to_digit(16);
        let byte = |at: usize| u8::try_from(digit(2 * at)? * 16 + digit(2 * at + 1)?).ok();
        self.header = (0..15).map_while(byte).collect();
        fields.count("boxes", &mut self.seen);
        fields.flag("boxesUnseen", &mut self.blind);
    }

    /// Whether a body of that many bytes ends inside a box. Of the first box alone nothing is said: it may be no box.
    pub fn cut_at(&self, received: u64) -> bool {
        !self.blind && self.seen > 1 && self.next > received
    }
}
