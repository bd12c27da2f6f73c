//! The formats that are told apart.

use crate::catalog::MediaKind;

macro_rules! formats {
    ($($variant:ident $name:literal $kind:expr,)*) => {
        /// A file format, told by content. Those the API does not take are named too, so that an error can say what a
        /// file is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Format { $(#[doc = $name] $variant,)* }
        impl Format {
            /// All of them.
            pub const ALL: &'static [Format] = &[$(Format::$variant,)*];
            /// Its name, in lower case; the catalogue's where that has it.
            pub const fn name(self) -> &'static str {
                match self { $(Format::$variant => $name,)* }
            }
            /// What it holds; none for what is no medium.
            pub const fn kind(self) -> Option<MediaKind> {
                match self { $(Format::$variant => $kind,)* }
            }
        }
    };
}

const IMAGE: Option<MediaKind> = Some(MediaKind::Image);
const VIDEO: Option<MediaKind> = Some(MediaKind::Video);
const AUDIO: Option<MediaKind> = Some(MediaKind::Audio);

formats! {
    Jpeg "jpeg" IMAGE,
    Png "png" IMAGE,
    Bmp "bmp" IMAGE,
    Webp "webp" IMAGE,
    Gif "gif" IMAGE,
    Heic "heic" IMAGE,
    Avif "avif" IMAGE,
    Tiff "tiff" IMAGE,
    Jxl "jxl" IMAGE,
    Jp2 "jp2" IMAGE,
    Psd "psd" IMAGE,
    Ico "ico" IMAGE,
    Svg "svg" IMAGE,
    Mp4 "mp4" VIDEO,
    Mov "mov" VIDEO,
    ThreeGp "3gp" VIDEO,
    Webm "webm" VIDEO,
    Matroska "mkv" VIDEO,
    Avi "avi" VIDEO,
    Flv "flv" VIDEO,
    Asf "wmv" VIDEO,
    MpegTs "mpeg-ts" VIDEO,
    Mpeg "mpeg" VIDEO,
    Wav "wav" AUDIO,
    Mp3 "mp3" AUDIO,
    Mp2 "mp2" AUDIO,
    M4a "m4a" AUDIO,
    Aac "aac" AUDIO,
    Flac "flac" AUDIO,
    Ogg "ogg" AUDIO,
    Aiff "aiff" AUDIO,
    Amr "amr" AUDIO,
    Midi "midi" AUDIO,
    Html "html" None,
    Xml "xml" None,
    Json "json" None,
    Pdf "pdf" None,
    Zip "zip" None,
    Gzip "gzip" None,
    M3u8 "m3u8" None,
}
