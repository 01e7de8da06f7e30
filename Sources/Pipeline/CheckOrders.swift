import AnalyzerKit
import Evidence
import Media
import Records

/// Were these orders seen before, in this store or another? How often did their customers use a scheme?
///
/// The numbers and customers are known only after the screenshot was read. So it is read a second time with what
/// earlier screenshots showed: that is pure, and takes milliseconds, for the text is there already.
struct CheckOrders: ItemStep {
    let records: EvidenceRecords

    func run(_ work: inout ItemWork) async throws(PipelineError) {
        guard let first = work.orders, !first.orders.isEmpty, let (picture, orientation) = work.upright else {
            return
        }
        let item = work.item
        let numbers = first.orders.compactMap(\.orderNumber)
        let customers = first.orders.compactMap(\.customer)
        let seen = try await fetch {
            try await records.orders.earlier(numbers: numbers, customers: customers, than: item)
        }
        let input = OrderInput(
            width: picture.width, height: picture.height, lines: work.lines, screenshot: picture,
            receivedAt: item.receivedAt, store: work.store, day: item.day,
            earlier: seen.map { order in
                EarlierOrder(
                    name: order.item.rawValue, orderNumber: order.number, customer: order.customer,
                    placedOn: order.placedOn, schemeId: order.scheme,
                    sameBatch: order.store == item.store && order.day == item.day)
            }, orientation: orientation)
        let findings: OrderFindings
        do { findings = try await work.analyzers.orders.analyze(input) } catch {
            throw PipelineError(.analyzerFailed, "orders: \(error)")
        }
        work.orders = findings
        raise(findings.orders.flatMap { $0.signals ?? [] }, in: &work)
        let orders = findings.orders.map { order in
            SeenOrder(
                item: item.id, store: item.store, day: item.day, number: order.orderNumber,
                customer: order.customer, placedOn: order.placedAt.map { String($0.prefix(10)) },
                scheme: order.promotion.status == .correct ? order.promotion.schemeId : nil)
        }
        try await fetch { try await records.orders.save(orders, of: item.id) }
    }

    /// What is odd about an order is odd about its screenshot.
    private func raise(_ signals: [Order.Signal], in work: inout ItemWork) {
        guard !signals.isEmpty, var provenance = work.provenance else { return }
        provenance.reasons += signals
        if provenance.verdict == .trusted, signals.contains(where: { $0.severity == .suspect }) {
            provenance.verdict = .suspect
        }
        work.provenance = provenance
        work.item.verdict = provenance.verdict
    }
}
