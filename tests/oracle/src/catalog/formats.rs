//! File formats: how each is told from the others by its first bytes, what its files are called, and as what it is sent.
//!
//! A format is one row here. The media module reads `magic`, the check of a URL's ending `endings`, and scripts/tables writes
//! js/generated/media-types.ts of those rows that are `sent` somewhere. Which field takes which format, the limits say.

use super::MediaKind;

/// First bytes, a place, and further bytes there.
pub type Magic = (&'static [u8], usize, &'static [u8]);

/// As what files of a format are sent to a file host, which serves them so.
#[derive(Clone, Copy, Debug)]
pub struct Sent {
    /// The media type.
    pub media_type: &'static str,
    /// Other names that browsers have for it.
    pub also: &'static [&'static str],
    /// What a file begins with, as a JavaScript pattern over its first 16 bytes, where `magic` does not say it all.
    pub begins: Option<&'static str>,
}

macro_rules! formats {
    ($($variant:ident $name:literal $kind:ident $endings:expr, $magic:expr, $sent:expr;)*) => {
        /// A file format, told by content. Those the API does not take are named too, so that an error can say what a
        /// file is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Format { $(#[doc = $name] $variant,)* }
        impl Format {
            /// All of them.
            pub const ALL: &'static [Format] = &[$(Format::$variant,)*];
            /// Its name, in lower case; the limits' where those have it.
            pub const fn name(self) -> &'static str {
                match self { $(Format::$variant => $name,)* }
            }
            /// What it holds; none for what is no medium.
            pub const fn kind(self) -> Option<MediaKind> {
                match self { $(Format::$variant => $kind,)* }
            }
            /// What the names of its files end in, the usual ending first; none where such files are hardly ever given.
            pub const fn endings(self) -> &'static [&'static str] {
                match self { $(Format::$variant => &$endings,)* }
            }
            /// What a file of it begins with; none where that takes more than a look at some bytes.
            pub const fn magic(self) -> &'static [Magic] {
                match self { $(Format::$variant => &$magic,)* }
            }
            /// As what it is sent; none where it never is.
            pub const fn sent(self) -> Option<Sent> {
                match self { $(Format::$variant => $sent,)* }
            }
        }
    };
}

impl Format {
    /// The format of files with that ending, whatever its case.
    pub fn of_ending(ending: &str) -> Option<Format> {
        Format::ALL
            .iter()
            .copied()
            .find(|format| format.endings().iter().any(|each| each.eq_ignore_ascii_case(ending)))
    }
}

const fn sent(media_type: &'static str, also: &'static [&'static str], begins: Option<&'static str>) -> Sent {
    Sent { media_type, also, begins }
}

const IMAGE: Option<MediaKind> = Some(MediaKind::Image);
const VIDEO: Option<MediaKind> = Some(MediaKind::Video);
const AUDIO: Option<MediaKind> = Some(MediaKind::Audio);

// Variant, name, kind; endings; magic; as what it is sent. Of the boxed formats, mov comes before mp4 (see js/internal).
// Pictures, sounds and films of telephones are boxed like mp4, and only Layer III frames begin as mp3 does.
formats! {
    Jpeg "jpeg" IMAGE ["jpg", "jpeg"], [(b"\xFF\xD8\xFF", 0, b"")],
        Some(sent("image/jpeg", &["image/jpg", "image/pjpeg"], None));
    Png "png" IMAGE ["png"], [(b"\x89PNG\r\n\x1A\n", 0, b"")], Some(sent("image/png", &["image/x-png"], None));
    Webp "webp" IMAGE ["webp"], [(b"RIFF", 8, b"WEBP")], Some(sent("image/webp", &[], None));
    Gif "gif" IMAGE ["gif"], [(b"GIF87a", 0, b""), (b"GIF89a", 0, b"")], Some(sent("image/gif", &[], None));
    Bmp "bmp" IMAGE ["bmp"], [], Some(sent("image/bmp", &["image/x-ms-bmp", "image/x-bmp"], Some(r"BM.{4}\0{4}")));
    Heic "heic" IMAGE ["heic", "heif"], [], None;
    Avif "avif" IMAGE ["avif"], [], None;
    Tiff "tiff" IMAGE ["tif", "tiff"], [(b"II*\0", 0, b""), (b"MM\0*", 0, b"")], None;
    Jxl "jxl" IMAGE [], [(b"\xFF\x0A", 0, b""), (b"\0\0\0\x0CJXL \r\n\x87\n", 0, b"")], None;
    Jp2 "jp2" IMAGE [], [(b"\0\0\0\x0CjP  \r\n\x87\n", 0, b"")], None;
    Psd "psd" IMAGE [], [(b"8BPS\0", 0, b"")], None;
    Ico "ico" IMAGE [], [(b"\0\0\x01\0", 9, b"\0")], None;
    Svg "svg" IMAGE ["svg"], [], None;
    Mov "mov" VIDEO ["mov", "qt"], [],
        Some(sent("video/quicktime", &[], Some(r".{4}(?:ftypqt|moov|mdat|wide|pnot)")));
    Mp4 "mp4" VIDEO ["mp4", "m4v"], [],
        Some(sent("video/mp4", &["video/x-m4v"], Some(r".{4}ftyp(?!hei|hev|mif1|msf1|avi|M4A|M4B|3g)")));
    ThreeGp "3gp" VIDEO [], [], None;
    Webm "webm" VIDEO ["webm"], [], None;
    Matroska "mkv" VIDEO ["mkv"], [(b"\x1A\x45\xDF\xA3", 0, b"")], None;
    Avi "avi" VIDEO ["avi"], [(b"RIFF", 8, b"AVI ")], None;
    Flv "flv" VIDEO [], [(b"FLV\x01", 0, b"")], None;
    Asf "wmv" VIDEO [], [(b"\x30\x26\xB2\x75\x8E\x66\xCF\x11", 0, b"")], None;
    MpegTs "mpeg-ts" VIDEO [], [], None;
    Mpeg "mpeg" VIDEO [], [(b"\x00\x00\x01\xBA", 0, b"")], None;
    Wav "wav" AUDIO ["wav"], [(b"RIFF", 8, b"WAVE"), (b"RF64", 8, b"WAVE"), (b"BW64", 8, b"WAVE")],
        Some(sent("audio/wav", &["audio/x-wav", "audio/wave", "audio/vnd.wave"], None));
    Mp3 "mp3" AUDIO ["mp3"], [],
        Some(sent("audio/mpeg", &["audio/mp3", "audio/x-mpeg", "audio/x-mp3", "audio/mpeg3"], Some(r"(?:ID3|\xFF[\xE2\xE3\xF2\xF3\xFA\xFB])")));
    Mp2 "mp2" AUDIO [], [], None;
    M4a "m4a" AUDIO ["m4a"], [], None;
    Aac "aac" AUDIO ["aac"], [], None;
    Flac "flac" AUDIO ["flac"], [(b"fLaC", 0, b"")], None;
    Ogg "ogg" AUDIO ["ogg"], [(b"OggS", 0, b"")], None;
    Aiff "aiff" AUDIO [], [(b"FORM", 8, b"AIF")], None;
    Amr "amr" AUDIO [], [(b"#!AMR", 0, b"")], None;
    Midi "midi" AUDIO [], [(b"MThd", 0, b"")], None;
    Html "html" None [], [], None;
    Xml "xml" None [], [], None;
    Json "json" None [], [], None;
    Pdf "pdf" None ["pdf"], [(b"%PDF-", 0, b"")], None;
    Zip "zip" None [], [(b"PK\x03\x04", 0, b"")], None;
    Gzip "gzip" None [], [(b"\x1F\x8B\x08", 0, b"")], None;
    M3u8 "m3u8" None [], [(b"#EXTM3U", 0, b"")], None;
}
