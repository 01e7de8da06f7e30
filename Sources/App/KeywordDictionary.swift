import Consultation
import Foundation

/// The dictionary that `tools/setup` lays beside the package, where it could be had.
enum KeywordDictionary {
    /// Nil without the file: common words cut the text then.
    static func installed() throws -> WordDictionary? {
        guard let file = InstalledFile.find("models/cache/words/dict.txt") else { return nil }
        return WordDictionary(try InputFile.text(file.path))
    }
}
