import Evidence
import Media
import Records

/// Finds recordings that were sent before: re-encoded, trimmed, or filtered by another phone's microphone path.
struct SoundCopies {
    /// Marks a kept fingerprint as that of a recording.
    private static let mark = Array("snd1".utf8)

    static func payload(of fingerprint: SoundFingerprint) -> [UInt8] { mark + fingerprint.bytes }

    static func isSound(_ payload: [UInt8]) -> Bool { payload.starts(with: mark) }

    private static func fingerprint(_ payload: [UInt8]) -> SoundFingerprint? {
        isSound(payload) ? SoundFingerprint(bytes: Array(payload.dropFirst(mark.count))) : nil
    }

    /// The earlier recording that is most alike, and how alike; nil where none comes near. Of equals the earliest.
    static func closest(
        to payload: [UInt8], among earlier: [KnownPicture]
    ) -> (known: KnownPicture, similarity: Double)? {
        guard let own = fingerprint(payload) else { return nil }
        let sieve = SoundSieve(own)
        var best: (known: KnownPicture, similarity: Double)?
        for known in earlier {
            guard let other = fingerprint(known.payload), sieve.passes(other),
                let similarity = own.similarity(to: other),
                similarity >= SoundFingerprint.doubtfulSimilarity
            else { continue }
            if similarity > best?.similarity ?? 0 { best = (known, similarity) }
        }
        return best
    }

    /// What is said about a recording that is like an earlier one.
    static func observation(
        _ known: KnownPicture, similarity: Double, of item: EvidenceItem
    ) -> ProvenanceFindings.Observation {
        let percent = Int((similarity * 100).rounded())
        let isSame = similarity >= SoundFingerprint.sameSimilarity
        let sameBatch = known.store == item.store && known.day == item.day
        let place = sameBatch ? "当天的 \(known.slot)" : "\(known.day) 的一段录音"
        return ProvenanceFindings.Observation(
            code: sameBatch ? "duplicate.sameBatch" : "duplicate.reused",
            detail: isSame
                ? "这段录音与\(place)是同一段声音（相似 \(percent) %），请上传当天的新录音"
                : "这段录音与\(place)相近（相似 \(percent) %），请核对",
            detailEnglish: isSame
                ? "the same sound stands in \(known.slot) of \(known.day) (\(percent) % alike)"
                : "the sound is close to that in \(known.slot) of \(known.day) (\(percent) % alike)",
            severity: isSame ? .suspect : .info, of: known.item.rawValue)
    }
}

/// Spares the alignment of recordings that have no frame in common: a copy keeps the upper bits of some frames.
struct SoundSieve {
    private static let bits: UInt32 = 20
    private static let leastHits = 2

    private var table = [UInt64](repeating: 0, count: 1 << (bits - 6))

    init(_ fingerprint: SoundFingerprint) {
        for frame in fingerprint.frames {
            let key = Int(frame >> (32 - Self.bits))
            table[key >> 6] |= 1 << UInt64(key & 63)
        }
    }

    func passes(_ other: SoundFingerprint) -> Bool {
        var hits = 0
        for frame in other.frames {
            let key = Int(frame >> (32 - Self.bits))
            if table[key >> 6] >> UInt64(key & 63) & 1 == 1 { hits += 1 }
            if hits >= Self.leastHits { return true }
        }
        return false
    }
}
