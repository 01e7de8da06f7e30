extension DecodingFailure {
    /// Sentences for the sender of an archive.
    var archiveSentences: (chinese: String, english: String) {
        switch code {
        case .empty: ("压缩包是空的，请重新打包", "The archive is empty. Please pack it again.")
        case .truncated: ("压缩包无法打开：文件不完整，请重新上传", "The archive is incomplete. Please send it again.")
        case .corrupt, .decoderCrashed:
            ("压缩包无法打开：文件已损坏，请重新打包", "The archive is damaged. Please pack it again.")
        case .notMedia, .wrongKind:
            ("这不是 ZIP 压缩包，请重新选择", "This is no ZIP archive. Please choose again.")
        case .tooLarge, .decoderTimedOut, .decoderOutOfMemory:
            ("压缩包太大，请分成几个上传", "The archive is too large. Please send it in parts.")
        case .archiveRatio:
            ("压缩包解开后异常地大，请直接打包原始文件", "The archive unpacks to far too much. Please pack the original files.")
        case .archiveDepth:
            (
                "压缩包里文件夹层数太多，或又套了压缩包，请把文件放在一个文件夹里重新打包",
                "The archive holds folders too deep or another archive. Please pack one folder of files."
            )
        case .archiveEntries:
            ("压缩包里的文件太多，请分成几个上传", "The archive holds too many files. Please send it in parts.")
        case .archiveNames:
            (
                "压缩包里有不能使用的文件名（重名、链接或特殊字符），请改名后重新打包",
                "The archive holds names that cannot be used (twice, links, special characters). Please rename and pack again."
            )
        case .decoderUnavailable:
            ("系统暂时无法读取文件，请稍后再试", "Files cannot be read at the moment. Please try again later.")
        case .tooSmall, .tooShort, .unsupported, .noAudio:
            (
                "不支持加密或特殊的压缩包，请用普通 ZIP",
                "Encrypted and unusual archives are not supported. Please use a plain ZIP."
            )
        }
    }
}
