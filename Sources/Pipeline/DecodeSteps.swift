import AnalyzerKit
import Decoding
import Evidence
import Media
import Originals
import Records
import Transcribing

/// The bytes as they were received.
struct LoadOriginal: ItemStep {
    let originals: any OriginalStore

    func run(_ work: inout ItemWork) async throws(PipelineError) {
        do { work.bytes = try originals.read(work.item.sha256) } catch {
            throw PipelineError(.originalsFailed, "\(work.item.sha256.short): \(error)")
        }
    }
}

/// Bytes → picture or recording; what cannot be opened ends here with a sentence for its sender.
struct DecodeMedia: ItemStep {
    let decoder: any MediaDecoding

    func run(_ work: inout ItemWork) async throws(PipelineError) {
        do throws(DecodingFailure) { try await decode(&work) } catch {
            guard error.code != .decoderUnavailable else {
                throw PipelineError(.decoderFailed, error.detail)
            }
            work.media = MediaFindings(of: work.item, try await facts(of: work.bytes))
            work.reject(
                Reason(
                    code: "media.\(error.code.rawValue)", chinese: error.chinese, english: error.english,
                    arrivedPercent: error.arrivedPercent))
        }
    }

    @inline(never)
    private func decode(_ work: inout ItemWork) async throws(DecodingFailure) {
        let bytes = work.bytes
        switch work.item.kind {
        case .shelfPhoto, .orderScreenshot:
            let (picture, facts) = try await decoder.elsewhere { decoder throws(DecodingFailure) in
                try decoder.picture(bytes)
            }
            work.picture = picture
            work.facts = facts
            work.thumbnail = try await thumbnail(of: facts)
        case .consultationAudio:
            let (recording, facts) = try await decoder.elsewhere { decoder throws(DecodingFailure) in
                try decoder.recording(bytes)
            }
            work.recording = recording
            work.facts = facts
        }
        work.media = MediaFindings(of: work.item, work.facts)
    }

    /// What the header of a file says that cannot be used; nothing where reading even that harms a process.
    private func facts(of bytes: [UInt8]) async throws(PipelineError) -> MediaFacts? {
        do throws(DecodingFailure) {
            return try await decoder.elsewhere { decoder throws(DecodingFailure) in
                try decoder.facts(of: bytes)
            }
        } catch {
            guard error.code != .decoderUnavailable else {
                throw PipelineError(.decoderFailed, error.detail)
            }
            return nil
        }
    }

    /// The thumbnail that EXIF embeds; one that cannot be opened says nothing about the picture.
    private func thumbnail(of facts: MediaFacts) async throws(DecodingFailure) -> Raster? {
        guard let bytes = facts.capture.thumbnail else { return nil }
        do throws(DecodingFailure) {
            return try await decoder.elsewhere { decoder throws(DecodingFailure) in
                try decoder.picture(bytes).0
            }
        } catch {
            guard error.code != .decoderUnavailable else { throw error }
            return nil
        }
    }
}

/// Keeps what the reuse check needs, early, so that pictures processed at the same time find each other.
struct KeepFingerprint: ItemStep {
    let records: EvidenceRecords

    func run(_ work: inout ItemWork) async throws(PipelineError) {
        guard work.rejection == nil else { return }
        let fingerprint =
            work.picture.map { work.analyzers.fingerprints.fingerprint(of: $0) }
            ?? PictureFingerprint(
                perceptualHash: 0,
                payload: work.recording.map {
                    SoundCopies.payload(of: SoundFingerprinter.fingerprint(of: $0))
                } ?? [])
        work.fingerprint = fingerprint
        let item = work.item
        try await fetch {
            try await records.fingerprints.save(
                KnownPicture(
                    item: item.id, store: item.store, day: item.day, slot: item.slot, sha256: item.sha256,
                    perceptualHash: fingerprint.perceptualHash, payload: fingerprint.payload,
                    receivedAt: item.receivedAt))
        }
    }
}

/// The transcript that was uploaded beside a recording.
struct ReadSidecar: ItemStep {
    let originals: any OriginalStore
    let records: EvidenceRecords

    /// File names that begin so hold a correction, whatever stood there before.
    private static let correctionPrefix = "corrected"

    func run(_ work: inout ItemWork) async throws(PipelineError) {
        guard work.item.kind == .consultationAudio, let hash = work.item.transcriptSHA256 else { return }
        let bytes: [UInt8]
        do { bytes = try originals.read(hash) } catch {
            throw PipelineError(.originalsFailed, "transcript \(hash.short): \(error)")
        }
        do throws(TranscriptError) {
            work.transcript = try SidecarTranscript.parse(
                bytes, fileName: work.item.transcriptName ?? "transcript.txt",
                recordingSeconds: work.facts?.seconds)
        } catch {
            // The recording itself is still worth something: the note stands with the findings, without a transcript.
            work.transcript = nil
            work.sidecarProblem = Reason(
                code: "transcript.\(error.code.rawValue)", chinese: error.chinese, english: error.english)
        }
        if let transcript = work.transcript, try await corrects(transcript, work.item) {
            work.transcript?.source = .corrected
        }
    }
}

extension ReadSidecar {
    /// A transcript in the place of an earlier one that was sent: the earlier findings stay beside the new.
    private func corrects(_ new: Transcript, _ item: EvidenceItem) async throws(PipelineError) -> Bool {
        if item.transcriptName?.hasPrefix(Self.correctionPrefix) == true { return true }
        let documents = try await fetch { try await records.findings.current(item.id) }
        guard let document = documents.first(where: { $0.kind == .consultation }) else { return false }
        do {
            let before = try CanonicalJSON.decode(ConsultationFindings.self, from: document.json).transcript
            guard let before, before.source == .sidecar || before.source == .corrected else { return false }
            return before.source == .corrected || before.segments != new.segments
        } catch {
            throw PipelineError(.recordsFailed, "findings of \(item.id) cannot be read: \(error)")
        }
    }
}

/// Print on a picture, once, for everyone who needs it.
struct ReadText: ItemStep {
    func run(_ work: inout ItemWork) async throws(PipelineError) {
        guard work.rejection == nil, let picture = work.picture else { return }
        do throws(AnalysisError) {
            if work.item.kind == .orderScreenshot {
                let reading = try await work.analyzers.textReader.readUpright(picture)
                work.upright = (reading.picture, reading.orientation)
                work.lines = reading.lines
            } else {
                work.lines = try await work.analyzers.textReader.read(picture)
            }
        } catch {
            throw PipelineError(.analyzerFailed, "text: \(error)")
        }
    }
}
