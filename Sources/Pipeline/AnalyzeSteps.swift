import AnalyzerKit
import Evidence
import Media

/// A shelf photo against catalogue and planogram.
struct AnalyzeShelfPhoto: ItemStep {
    func run(_ work: inout ItemWork) async throws(PipelineError) {
        guard work.item.kind == .shelfPhoto, work.rejection == nil, let picture = work.picture else { return }
        guard let analyzer = work.analyzers.shelf else {
            throw PipelineError(.referenceData, "no catalogue is imported")
        }
        let slot = work.reference.slots(for: work.store.id, on: work.item.day).first {
            $0.slot == work.item.slot
        }
        let planogram = slot?.planogram.flatMap { work.reference.planograms[$0] }
        let findings = try await analyze { () async throws(AnalysisError) in
            try await analyzer.analyze(ShelfInput(photo: picture, planogram: planogram))
        }
        work.shelf = findings
        work.item.score = findings.score.total
        if !findings.quality.usable {
            let code = findings.quality.reasons.first ?? "not-a-shelf"
            work.reject(
                Reason(
                    code: "quality.\(code)", chinese: findings.quality.advice.first ?? "照片无法用于评分，请重新拍摄",
                    english: "the photo cannot be assessed (\(code)): please take it again"))
        }
    }
}

/// The orders of a screenshot against the schemes in force.
struct AnalyzeOrderScreenshot: ItemStep {
    func run(_ work: inout ItemWork) async throws(PipelineError) {
        guard work.item.kind == .orderScreenshot, work.rejection == nil,
            let (picture, orientation) = work.upright
        else { return }
        let input = OrderInput(
            width: picture.width, height: picture.height, lines: work.lines, screenshot: picture,
            receivedAt: work.item.receivedAt, store: work.store, orientation: orientation)
        let analyzer = work.analyzers.orders
        let findings = try await analyze { () async throws(AnalysisError) in try await analyzer.analyze(input)
        }
        work.orders = findings
        if findings.orders.isEmpty {
            work.reject(
                findings.reason
                    ?? Reason(
                        code: "order.none", chinese: "截图里没有找到订单，请上传订单详情或订单列表截图",
                        english: "no order was found in the screenshot: please send the order's page"))
        }
    }
}

/// A recording with its transcript.
struct AnalyzeRecording: ItemStep {
    func run(_ work: inout ItemWork) async throws(PipelineError) {
        guard work.item.kind == .consultationAudio, work.rejection == nil, let recording = work.recording
        else {
            return
        }
        let input = ConsultationInput(
            recording: recording, recordedSeconds: work.facts?.seconds, transcript: work.transcript,
            speech: work.speech, silentChannels: work.facts?.silentChannels ?? 0)
        let analyzer = work.analyzers.consultation
        var findings = try await analyze { () async throws(AnalysisError) in try await analyzer.analyze(input)
        }
        if let problem = work.sidecarProblem { findings.reasons.append(problem) }
        work.consultation = findings
        if !findings.usable {
            work.reject(
                findings.reasons.first
                    ?? Reason(
                        code: "audio.unusable", chinese: "录音无法使用，请重新录制",
                        english: "the recording cannot be used: please record again"))
        }
    }
}

/// Runs an analyser and translates its error once.
private func analyze<Findings>(
    _ body: () async throws(AnalysisError) -> Findings
) async throws(PipelineError) -> Findings {
    do { return try await body() } catch { throw PipelineError(.analyzerFailed, "\(error)") }
}
