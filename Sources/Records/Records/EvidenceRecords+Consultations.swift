public import Evidence

extension EvidenceRecords {
    /// What was found in the recordings of a day that no newer upload replaces, by store and slot.
    // Inlined into a loop, this crashes the optimiser of Swift 6.3.1 (coroutine splitting).
    @inline(never)
    public func consultations(
        on day: BusinessDay
    ) async throws -> [(item: EvidenceItem, findings: ConsultationFindings)] {
        var found: [(item: EvidenceItem, findings: ConsultationFindings)] = []
        for item in try await items.currentOnDay(day) where item.kind == .consultationAudio {
            if let findings = try await consultation(of: item) { found.append((item, findings)) }
        }
        return found
    }

    @inline(never)
    private func consultation(of item: EvidenceItem) async throws -> ConsultationFindings? {
        try await findings.current(item.id, .consultation).map {
            try CanonicalJSON.decode(ConsultationFindings.self, from: $0.json)
        }
    }
}
