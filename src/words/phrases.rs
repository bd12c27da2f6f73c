//! What stands in the gaps of sentences and is itself said in words.

phrase_table! {
    /// Two things of which one is meant.
    Or "{} or {}", "{} 或 {}";
    /// Two things that belong together.
    And "{} and {}", "{} 和 {}";
    /// Two of several.
    Comma "{}, {}", "{}、{}";
    /// What `null` is called, and so on: what was found.
    Null "null", " null";
    /// A switch.
    True "true", " true";
    /// A switch.
    False "false", " false";
    /// A number.
    Number "the number {}", "数字 {}";
    /// A string.
    Text "the string {}", "字符串 {}";
    /// A string with half a surrogate pair.
    BrokenText "a string with half a surrogate pair in it", "含有半个代理对的字符串";
    /// An array of so many items.
    Array "an array of {}", "有 {} 项的数组";
    /// An object.
    Object "an object", "一个对象";
    /// What a getter threw at.
    Unreadable "a value that throws when it is read", "读取时抛出异常的值";
    /// Any other kind of value.
    Other "a {}", "一个 {}";
    /// What is no kind, but a value: NaN.
    Itself "{}", " {}";
    /// What a field takes.
    ModelId "a model id", "模型 ID";
    /// Text.
    TextOf "text of at most {} characters", "最多 {} 个字符的文本";
    /// A switch.
    Switch "true or false", " true 或 false";
    /// A medium.
    Url "an http or https URL in a string", "字符串形式的 http 或 https URL";
    /// A list of one medium.
    OneUrl "an array of 1 URL", "含 1 个 URL 的数组";
    /// A list of media.
    Urls "an array of 1 to {} URLs", "含 1 到 {} 个 URL 的数组";
    /// A callback.
    HttpsUrl "an https URL in a string", "字符串形式的 https URL";
    /// Voice bindings.
    Voices "an object from reference (image1, video1) to voice URL", "从参考素材（image1、video1）到声音 URL 的对象";
    /// Whole numbers.
    Range "a whole number from {} to {}", " {} 到 {} 的整数";
    /// Two numbers.
    Either "{} or {}", " {} 或 {}";
    /// Whole numbers, and nothing.
    ZeroRange "0 or a whole number from {} to {}", " 0，或 {} 到 {} 的整数";
    /// A medium that stands nowhere yet.
    TheFile "the file", "该文件";
}
