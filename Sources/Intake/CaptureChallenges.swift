public import Evidence
public import Foundation
import Hashing

/// Makes and judges the codes of batches. Nothing is kept: a code and its key follow from the chain's secret, the store,
/// the day and the time.
public struct CaptureChallenges: Sendable {
    /// A new code every ten minutes, each good for twenty: whoever has just been given one can still use it.
    static let stepSeconds = 600.0
    private static let validSteps = 2
    private static let codeCount = 4
    /// Without characters that readers of print take for one another.
    private static let alphabet = Array("ACDEFHJKLMNPRTUVWXY3479")

    private let secret: [UInt8]

    /// - Parameter secret: random text that only servers of the chain know.
    public init(secret: String) { self.secret = Array(secret.utf8) }

    /// The newest code of a batch.
    public func challenge(store: StoreID, day: BusinessDay, at instant: Date) -> CaptureChallenge {
        challenge(store, day, step: Self.step(at: instant))
    }

    /// - Parameters:
    ///   - begin: of the business day.
    ///   - now: when the photo came.
    func judge(
        _ claim: CaptureClaim, store: StoreID, day: BusinessDay, begin: Date, now: Date, sha256: ContentHash
    ) -> CaptureProof {
        let code = String(claim.code.uppercased().prefix(16))
        let capturedAt = claim.capturedAt.flatMap(Self.instant)
        let given = steps(of: capturedAt, begin: begin, now: now).lazy
            .map { challenge(store, day, step: $0) }.filter { $0.code == code }
        guard let signature = claim.signature else {
            return CaptureProof(code: code, isOfBatch: given.first != nil, signature: .absent)
        }
        let message = Array("\(claim.code)\n\(claim.capturedAt ?? "")\n\(sha256)".utf8)
        let isValid = capturedAt != nil && given.contains { Self.signature(of: message, $0.key) == signature }
        return CaptureProof(
            code: code, isOfBatch: given.first != nil, signature: isValid ? .valid : .invalid,
            capturedAt: isValid ? capturedAt : nil)
    }

    /// Of those that were in force when the photo was taken, or, where that is not said, at any time of the day.
    private func steps(of capturedAt: Date?, begin: Date, now: Date) -> ClosedRange<Int> {
        let last = Self.step(at: now)
        guard let capturedAt else {
            let most = Int(2 * 86_400 / Self.stepSeconds)
            return max(Self.step(at: begin), last - most)...max(last, Self.step(at: begin))
        }
        let step = min(Self.step(at: capturedAt), last)
        return step - Self.validSteps + 1...step
    }

    private func challenge(_ store: StoreID, _ day: BusinessDay, step: Int) -> CaptureChallenge {
        let batch = "\(store)\n\(day)\n\(step)"
        let digits = MessageAuthentication.code(Array("code\n\(batch)".utf8), key: secret)
        let key = MessageAuthentication.code(Array("key\n\(batch)".utf8), key: secret)
        return CaptureChallenge(
            code: String(digits.prefix(Self.codeCount).map { Self.alphabet[Int($0) % Self.alphabet.count] }),
            key: Self.hexadecimal(key),
            validFrom: Date(timeIntervalSince1970: Double(step) * Self.stepSeconds),
            validUntil: Date(timeIntervalSince1970: Double(step + Self.validSteps) * Self.stepSeconds))
    }

    private static func signature(of message: [UInt8], _ key: String) -> String {
        hexadecimal(MessageAuthentication.code(message, key: Array(key.utf8)))
    }

    private static func step(at instant: Date) -> Int {
        Int((min(max(0, instant.timeIntervalSince1970), 1e11) / stepSeconds).rounded(.down))
    }

    private static func instant(_ text: String) -> Date? {
        do {
            return try Date.ISO8601FormatStyle(includingFractionalSeconds: false).parse(text)
        } catch {
            return nil
        }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
