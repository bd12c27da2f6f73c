//! The rules: of what kind a finding is, and how it is said. A `{}` in a sentence is filled with the gap named behind it; the
//! first line says what was found and what is allowed, the second what to do. Chinese that has its gaps in another order
//! numbers them.
//!
//! Rows that differ only in their last line are one rule to whoever notes it: which of them is said is looked for only
//! when somebody reads (see `explain.rs`).

#![allow(clippy::enum_glob_use, reason = "a table of two hundred of their names")]

use super::Gap::{self, *};
use crate::issue::Code::{self, *};

rule_table! {
    errors {
    // The request, and its model.
    NotAnObject WrongType, "the request is {}; it must be an object\npass an object with model and prompt" [Found],
        "请求是{}，应当是一个对象\n请传入含有 model 和 prompt 的对象";
    JsonText WrongType, "the request is {}; it must be an object\npass the object itself, not its JSON text" [Found],
        "请求是{}，应当是一个对象\n请传入对象本身，而不是它的 JSON 文本";
    ModelMissing Required, "model is missing\none of {}" [CurrentModels], "缺少 model\n可选：{}";
    ModelBlank Required, "model is blank\none of {}" [CurrentModels], "model 为空\n可选：{}";
    ModelType WrongType, "model is {}; it must be a model id in a string" [Found], "model 是{}，应当是字符串形式的模型 ID";
    UnknownModel Code::UnknownModel, "model {} does not exist\nthe models are {}" [Quoted, AllModels],
        "模型 {} 不存在\n现有模型：{}";
    MeantModel Code::UnknownModel, "model {} does not exist\ndid you mean \"{}\"?" [Quoted, Meant],
        "模型 {} 不存在\n是否想用 \"{}\"？";

    // Each field by itself.
    Missing Required, "{} is missing\ngive {}" [Field, Allowed], "缺少 {}\n请提供{}";
    UnknownField Code::UnknownField, "{} is not a field of {}\nthe fields are {}" [Key, Model, Fields],
        "{} 不是 {} 的字段\n可用字段：{}";
    MeantField Code::UnknownField, "{} is not a field of {}\ndid you mean \"{}\"?" [Key, Model, Meant],
        "{} 不是 {} 的字段\n是否想用 \"{}\"？";
    FieldElsewhere Code::UnknownField, "{} is not a field of {}\nremove it, or use {}" [Key, Model, Homes],
        "{} 不是 {} 的字段\n请删除它，或改用 {}";
    InnerField Code::UnknownField, "{} is not a field of {}\nput it in {}" [Key, Model, Meant],
        "{} 不是 {} 的字段\n请放到 {} 里";
    Type WrongType, "{} is {}; it must be {}" [Field, Found, Allowed], "{} 是{}，应当是{}";
    TypeNull WrongType, "{} is {}; it must be {}\nleave the field out to use its default" [Field, Found, Allowed],
        "{} 是{}，应当是{}\n如需默认值，请省略该字段";
    TypeQuoted WrongType, "{} is {}; it must be {}\nwrite it without quotes" [Field, Found, Allowed],
        "{} 是{}，应当是{}\n请去掉引号";
    TypeLone WrongType, "{} is {}; it must be {}\nput the URL in an array: [url]" [Field, Found, Allowed],
        "{} 是{}，应当是{}\n请把 URL 放进数组：[url]";
    TypeList WrongType, "{} is {}; it must be {}\ngive one URL, not an array" [Field, Found, Allowed],
        "{} 是{}，应当是{}\n请给一个 URL，而不是数组";
    TypeLoneFile WrongType, "{} is {}; it must be {}\nput the file in an array: [file]" [Field, Found, Allowed],
        "{} 是{}，应当是{}\n请把文件放进数组：[file]";
    TypeBlob WrongType,
        "{} is {}; it must be {}\ncheckMedia(request) of wanreel/media checks files; submit and generate upload them" [Field, Found, Allowed],
        "{} 是{}，应当是{}\nwanreel/media 的 checkMedia(request) 会检查文件；submit 和 generate 会上传它们";
    TypeBuffer WrongType, "{} is {}; it must be {}\nmake it a Blob, new Blob([bytes]): submit and generate upload it" [Field, Found, Allowed],
        "{} 是{}，应当是{}\n请转成 Blob：new Blob([bytes])，submit 和 generate 会上传它";
    ItemType WrongType, "an item of {} is {}; it must be a URL in a string" [Name, Found],
        "{} 中的一项是{}，应当是字符串形式的 URL";
    ItemBlob WrongType,
        "an item of {} is {}; it must be a URL in a string\ncheckMedia(request) of wanreel/media checks files; submit and generate upload them" [Name, Found],
        "{} 中的一项是{}，应当是字符串形式的 URL\nwanreel/media 的 checkMedia(request) 会检查文件；submit 和 generate 会上传它们";
    ItemBuffer WrongType,
        "an item of {} is {}; it must be a URL in a string\nmake it a Blob, new Blob([bytes]): submit and generate upload it" [Name, Found],
        "{} 中的一项是{}，应当是字符串形式的 URL\n请转成 Blob：new Blob([bytes])，submit 和 generate 会上传它";
    HalfSurrogate InvalidText,
        "{} has half a surrogate pair in it\nit was probably cut inside an emoji; cut by code points, or call toWellFormed()" [Field],
        "{} 含有半个代理对\n可能在表情符号中间被截断；请按码点截断，或调用 toWellFormed()";
    Range OutOfRange, "{} is {}; it must be {}" [Field, Short, Allowed], "{} 是 {}，应当是{}";
    Blank Required, "{} is blank\nsay in words what should be seen" [Field], "{} 为空\n请用文字描述想看到的画面";
    Long TooLong, "{} has {} characters; at most {} are read, the rest is cut\nshorten it by {}" [Field, A, B, Over],
        "{} 有 {} 个字符，最多读取 {} 个，其余会被截断\n请缩短 {} 个字符";
    Value InvalidValue, "{} is {}; it must be {}" [Field, Quoted, Allowed], "{} 是 {}，应当是{}";
    MeantValue InvalidValue, "{} is {}; it must be {}\ndid you mean \"{}\"?" [Field, Quoted, Allowed, Meant],
        "{} 是 {}，应当是{}\n是否想用 \"{}\"？";
    Many TooMany, "{} has {} items; at most {} are allowed\nremove {}" [Field, A, B, Over],
        "{} 有 {} 项，最多允许 {} 项\n请删除 {} 项";
    Few TooFew, "{} is empty; it must have {}\nadd a URL, or leave the field out" [Field, B],
        "{} 为空，至少要有 {} 项\n请添加 URL，或省略该字段";
    NoUrl InvalidUrl, "{} is {}; it must be an absolute http or https URL\nwrite the whole address, https:// included" [Name, Address],
        "{} 是 {}，应当是完整的 http 或 https URL\n请写出完整地址，包括 https://";
    LocalUrl InvalidUrl,
        "{} is {}; it must be an absolute http or https URL\nupload the file first with client.upload(), which answers its URL" [Name, Address],
        "{} 是 {}，应当是完整的 http 或 https URL\n请先用 client.upload() 上传文件，它会返回 URL";

    // Voices.
    NoReferenceKey InvalidKey,
        "voice_bindings key {} names no reference\nkeys are image1, image2, … and video1, video2, …, counted from 1 without leading zeros" [Key],
        "voice_bindings 的键 {} 不对应任何参考素材\n键为 image1、image2…和 video1、video2…，从 1 开始，不带前导零";
    PastReferences OutOfRange, "voice_bindings.{} points past {}, which has {}\nadd the reference, or remove the binding" [Name, List, B],
        "voice_bindings.{} 超出了 {}，后者有 {} 项\n请添加该参考素材，或删除此绑定";
    VoiceBlank Required, "voice_bindings.{} is blank\ngive the URL of a wav or mp3" [Name],
        "voice_bindings.{} 为空\n请给出 wav 或 mp3 的 URL";

    // The callback.
    CallbackLong TooLong, "callback_url has {} characters; at most {} are allowed\nkeep state on your side and pass an id" [A, B],
        "callback_url 有 {} 个字符，最多允许 {} 个\n请把状态留在自己一侧，只传一个 ID";
    CallbackNoUrl InvalidUrl,
        "callback_url {} is not an absolute URL; it must be an https URL on a public host\nwrite the whole address, https:// included" [Address],
        "callback_url {} 不是完整的 URL，应当是公网主机上的 https URL\n请写出完整地址，包括 https://";
    CallbackCredentials InvalidUrl,
        "callback_url {} is a URL with credentials; it must be an https URL on a public host\nput a secret in the path or the query" [Address],
        "callback_url {} 含有用户名或密码，应当是公网主机上的 https URL\n请把密钥放在路径或查询参数里";
    CallbackNotHttps InvalidUrl, "callback_url {} is not https; it must be an https URL on a public host\nuse https" [Address],
        "callback_url {} 不是 https，应当是公网主机上的 https URL\n请使用 https";
    CallbackDisguised ForbiddenHost,
        "callback_url {} is in characters that can disguise another host; it must be an https URL on a public host\nwrite the host in ASCII (xn--…)" [Address],
        "callback_url {} 含有可能伪装成其他主机的字符，应当是公网主机上的 https URL\n请用 ASCII 写主机名（xn--…）";
    CallbackNotPublic ForbiddenHost,
        "callback_url {} is not on a public host; it must be an https URL on a public host\nthe API calls back over the internet: no loopback, private, link-local or local name" [Address],
        "callback_url {} 不在公网主机上，应当是公网主机上的 https URL\nAPI 通过互联网回调：不能是环回、私有、链路本地地址或本地名称";

    // Image to video.
    ModeNeeds Required,
        "{} is missing; {} needs it\ngive image_start (with or without image_end and audio_urls), or video_urls (with or without image_end)" [Field, FrameMode],
        "缺少 {}，{} 需要它\n请提供 image_start（可加 image_end 和 audio_urls），或 video_urls（可加 image_end）";
    ModeRefuses InvalidCombination,
        "{} cannot go with {}, which takes {} and optionally {}\nremove it: key frames with audio, or a clip to continue with an ending frame" [Field, FrameMode, Needs, May],
        "{} 不能与 {} 同用，后者需要 {}，可选 {}\n请删除它：关键帧配音频，或续写片段配结束帧";
    ModeRefusesEnd InvalidCombination,
        "{} cannot go with {}, which takes {} and optionally {}\nuse generation_mode first_last_frame, or remove image_end" [Field, FrameMode, Needs, May],
        "{} 不能与 {} 同用，后者需要 {}，可选 {}\n请改用 generation_mode first_last_frame，或删除 image_end";

    // Reference video.
    NoReference Required,
        "no reference is given\ngive 1 to 5 in image_urls and video_urls; image_start alone is not enough" [],
        "没有提供参考素材\n请在 image_urls 和 video_urls 中提供 1 到 5 个，仅有 image_start 不够";
    ManyReferences TooMany,
        "image_urls and video_urls have {} items together; at most {} are allowed\nremove {}; image_start and voices do not count" [A, B, Over],
        "image_urls 和 video_urls 共有 {} 项，最多允许 {} 项\n请删除 {} 项；image_start 和声音不计入";
    LongBesideVideos OutOfRange,
        "duration is {}; with reference videos it must be a whole number from 2 to {}\nshorten it, or use images as references" [A, B],
        "duration 是 {}，有参考视频时应当是 2 到 {} 的整数\n请缩短时长，或改用图片作参考";

    // The older models.
    NarrowShapes InvalidCombination,
        "aspect_ratio {} does not go with 480p, which takes {}\nuse 720p, or another aspect ratio" [Short, Ratios480],
        "aspect_ratio {} 不能与 480p 同用，后者支持{}\n请使用 720p，或换一个宽高比";

    // What is known of the media.
    MediaLength OutOfRange, "{} is {} s long; it must be {} to {} s\ncut or lengthen it" [Place, SecondsA, MinSeconds, MaxSeconds],
        "{} 长 {} 秒，应当为 {} 到 {} 秒\n请剪短或加长";
    MediaSides OutOfRange, "{} is {}×{} px; each side must be {} to {} px\nscale it" [Place, A, B, MinSide, MaxSide],
        "{} 是 {}×{} 像素，每边应当为 {} 到 {} 像素\n请缩放";
    MediaShape OutOfRange, "{} is {}×{} px; one side may be at most {} times the other\ncrop it" [Place, A, B, MaxRatio],
        "{} 是 {}×{} 像素，长边最多为短边的 {} 倍\n请裁剪";
    MediaFormat UnsupportedFormat, "{} is {}; it must be {}\nconvert it" [Place, FactFormat, Formats],
        "{} 是 {}，应当是{}\n请转换格式";
    MediaAlpha UnsupportedFormat, "{} has transparency, which is not taken\nflatten it onto a background" [Place],
        "{} 含有透明通道，不被接受\n请合并到背景上";
    MediaEmpty OutOfRange, "{} is empty\ngive another file" [Place], "{} 为空\n请换一个文件";
    MediaLarge OutOfRange, "{} has {} bytes; at most {} are allowed\ncompress it" [Place, A, B],
        "{} 有 {} 字节，最多允许 {} 字节\n请压缩";
    ContinuesLonger OutOfRange,
        "duration is {} s, the total; the clip to continue is {} s long already\nset duration to {} or more" [B, SecondsA, CeilA],
        "duration 是总时长 {} 秒，而要续写的片段已有 {} 秒\n请把 duration 设为 {} 或更大";

    // Options of prices and budgets.
    Prices InvalidValue,
        "prices must be \"guide-2026-05\", \"list-2026-10\", or a table with name and microUsdPerSecond" [],
        "prices 应当是 \"guide-2026-05\"、\"list-2026-10\"，或含有 name 和 microUsdPerSecond 的价格表";
    PriceName InvalidValue, "{} is not known; it must be \"name\", \"microUsdPerSecond\" or \"inputSecondsCap\"" [Place],
        "{} 无法识别，应当是 \"name\"、\"microUsdPerSecond\" 或 \"inputSecondsCap\"";
    PriceModel InvalidValue, "{} is not known; it must be {}" [Place, AllModels], "{} 无法识别，应当是 {}";
    PriceMeantModel InvalidValue, "{} is not known; it must be {}" [Place, Meant], "{} 无法识别，应当是 {}";
    PriceQuality InvalidValue, "{} is not known; it must be {}" [Place, Qualities], "{} 无法识别，应当是{}";
    PriceObject InvalidValue, "{} is {}; it must be an object" [Place, Found], "{} 是{}，应当是一个对象";
    PriceRate InvalidValue, "{} is {}; it must be whole micro-dollars, 0 or more" [Place, Found],
        "{} 是{}，应当是不小于 0 的整数微美元";
    PriceSeconds InvalidValue, "{} is {}; it must be a number of seconds, 0 or more" [Place, Found],
        "{} 是{}，应当是不小于 0 的秒数";
    InputSeconds InvalidValue, "{} must be a number of seconds from 0 to 9007199254740" [Place],
        "{} 应当是 0 到 9007199254740 的秒数";
    Costly InvalidValue, "{} must be less: no more than $9007199254 can be told exactly" [Place],
        "{} 应当更小：超过 $9007199254 的金额无法精确表示";
    PlanRange OutOfRange, "{} must be a number from 0 to 9007199254740" [Place], "{} 应当是 0 到 9007199254740 的数";
    PlanType WrongType, "{} must be a number from 0 to 9007199254740" [Place], "{} 应当是 0 到 9007199254740 的数";
    PlanQuality InvalidValue, "{} must be {}" [Place, CurrentQualities], "{} 应当是{}";

    // Migration.
    NoSource Code::UnknownModel,
        "there is no known model to migrate from\nname it in model: a wan2.6 or wan2.5 id, or that of fal (\"fal-ai/wan/v2.7/text-to-video\"), Replicate (\"wan-video/wan-2.7-t2v\") or DashScope (\"wan2.7-t2v\")" [],
        "没有可迁移的已知模型\n请在 model 中写明：wan2.6 或 wan2.5 的 ID，或 fal（\"fal-ai/wan/v2.7/text-to-video\"）、Replicate（\"wan-video/wan-2.7-t2v\"）、DashScope（\"wan2.7-t2v\"）的 ID";
    MeantSource Code::UnknownModel, "there is no known model to migrate from\ndid you mean \"{}\"?" [Meant],
        "没有可迁移的已知模型\n是否想用 \"{}\"？";

    }
    warnings {
    LongCut TooLong, "{} has {} characters; at most {} are read, the rest is cut\nshorten it by {}" [Field, A, B, Over],
        "{} 有 {} 个字符，最多读取 {} 个，其余会被截断\n请缩短 {} 个字符";
    Thin ShortPrompt, "prompt has only {} characters\ndescribe subject, motion, camera and light, or set prompt_extend: true" [A],
        "prompt 只有 {} 个字符\n请描述主体、动作、镜头和光线，或设置 prompt_extend: true";
    ShapeIgnored IgnoredField, "aspect_ratio is ignored beside image_start\nthe video takes the shape of the starting frame" [],
        "有 image_start 时会忽略 aspect_ratio\n视频采用首帧的宽高比";
    VoicesByPosition LegacyField,
        "audio_urls binds voices by position: videos first, then images\nname them in model_params.voice_bindings: { image1: url }" [],
        "audio_urls 按位置绑定声音：先视频，后图片\n请在 model_params.voice_bindings 中按名称绑定：{ image1: url }";
    VoicesIgnored IgnoredField, "audio_urls is ignored beside voice_bindings\nremove audio_urls" [],
        "有 voice_bindings 时会忽略 audio_urls\n请删除 audio_urls";
    VoicesLeft IgnoredField, "audio_urls has {} items; {} are bound, one to each reference\nremove the others" [A, B],
        "audio_urls 有 {} 项，只绑定 {} 项，每个参考素材一项\n请删除其余的";
    ShotsIgnored IgnoredField,
        "shot_type is ignored without prompt_extend\nset prompt_extend: true, or describe the shots in the prompt" [],
        "没有 prompt_extend 时会忽略 shot_type\n请设置 prompt_extend: true，或在 prompt 中描述各个镜头";

    // The prompt.
    ReferenceMissing Code::ReferenceMissing,
        "the prompt names {}, but {} has {}\nimages and videos are counted apart, each from 1" [Reference, List, B],
        "prompt 提到了 {}，但 {} 有 {} 项\n图片和视频分别从 1 开始计数";
    ReferenceUnused Code::ReferenceUnused,
        "the prompt never names {}\nsay what it does, calling it so, or remove it from {}" [Reference, List],
        "prompt 没有提到 {}\n请用这个名称说明它的作用，或从 {} 中删除";
    ReferenceMeant Code::ReferenceUnused, "the prompt says {}, which names no reference\nwrite \"{}\"" [Said, RightName],
        "prompt 中的 {} 不对应任何参考素材\n请写成 \"{}\"";
    ShotBackwards ShotOverlap, "shot {} is to end at {} s, and to start at {} s\nlet it end after it starts" [Shot, SecondsA, SecondsB],
        "镜头 {} 在第 {} 秒结束，却在第 {} 秒开始\n结束时间应当晚于开始时间";
    ShotGap Code::ShotGap, "nothing is said about {} to {} s, before shot {}\nlet each shot start where the one before ends" [SecondsA, SecondsB, Shot],
        "镜头 {2} 之前，第 {0} 到 {1} 秒没有描述\n请让每个镜头从上一个镜头结束处开始";
    ShotOverlap Code::ShotOverlap,
        "shot {} starts at {} s, before the one before it ends at {} s\nlet each shot start where the one before ends" [Shot, SecondsA, SecondsB],
        "镜头 {} 从第 {} 秒开始，而上一个镜头到第 {} 秒才结束\n请让每个镜头从上一个镜头结束处开始";
    ShotPastEnd Code::ShotPastEnd, "shot {} ends at {} s; the video ends at {} s\nraise duration, or shorten the shots" [Shot, SecondsA, B],
        "镜头 {} 到第 {} 秒结束，而视频到第 {} 秒就结束了\n请增大 duration，或缩短镜头";

    // What is known of the media.
    FormatByName UnsupportedFormat, "{} is {} by its name; it must be {}\nconvert it" [Place, Ending, Formats],
        "{} 从名称看是 {}，应当是{}\n请转换格式";
    AudioLong AudioTruncated, "the audio is {} s long; only {} s are used\nlengthen the clip, or cut the audio" [SecondsA, B],
        "音频长 {} 秒，只会用到 {} 秒\n请加长视频，或剪短音频";
    AudioShort AudioTooShort, "the audio is {} s long; the rest of {} s is silent\nshorten the clip, or lengthen the audio" [SecondsA, B],
        "音频长 {} 秒，{} 秒中的其余部分没有声音\n请缩短视频，或加长音频";
    ContinuesNothing NothingGenerated,
        "duration equals the clip's length of {} s: it comes back as it is, and is billed\nduration is the total, input included" [B],
        "duration 等于片段长度 {} 秒：片段会原样返回，并会计费\nduration 是包含输入在内的总时长";
    EditShorter IgnoredField,
        "duration is {} s; the video is {} s long, and an edit is no longer than its input\nset duration to 0 to keep its length" [B, SecondsA],
        "duration 是 {} 秒，而视频长 {} 秒，编辑结果不会长于输入\n请把 duration 设为 0 以保持原长";
    }
}
