import Evidence
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Records
import Reports

/// `/metrics`, for whatever collects figures of operation; for headquarters and integrators.
struct OperationRoutes: Sendable {
    let records: EvidenceRecords
    let clock: @Sendable () -> Date

    func add(to book: RouteBook) {
        book.get("/metrics") { _, context in
            guard try context.signedIn().account.role != .manager else { throw Problem.notFound() }
            let figures = try await records.operationFigures()
            let text = OpenMetrics(
                jobs: figures.jobs,
                oldestJobSeconds: figures.oldestWaiting.map { clock().timeIntervalSince($0) },
                counts: ["flags": figures.flags, "items_of_seven_days": figures.verdicts],
                stages: figures.stages, alteredOriginals: figures.alteredOriginals
            ).text
            return Response(
                status: .ok,
                headers: [.contentType: "application/openmetrics-text; version=1.0.0; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        }
    }
}
