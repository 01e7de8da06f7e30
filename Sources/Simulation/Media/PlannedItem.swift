public import Evidence

/// One file that a simulated store sends, and what is to be seen or heard in it.
public struct PlannedItem: Sendable, Equatable {
    public enum Content: Sendable, Equatable {
        case photo(PlannedPhoto)
        case recording(PlannedRecording)
        case screenshot(PlannedOrder)
    }

    public var store: StoreID
    public var day: BusinessDay
    public var slot: String
    public var content: Content
    /// Arrives after the cut-off of the next morning.
    public var isLate: Bool
    /// What is drawn by chance is drawn with this.
    public var seed: UInt64

    public var kind: EvidenceKind {
        switch content {
        case .photo: .shelfPhoto
        case .recording: .consultationAudio
        case .screenshot: .orderScreenshot
        }
    }
}

/// A shelf section as it stands, and what became of the photo of it.
public struct PlannedPhoto: Sendable, Equatable {
    /// The last facings of a run that are sold out.
    public struct Gap: Sendable, Hashable {
        public var row: Int
        public var run: Int
        public var facings: Int
    }

    public enum Fault: Sendable, Equatable {
        /// Only the first half of the file arrives.
        case cutOff
        /// The photo of an earlier day is sent once more: the very bytes, or saved anew.
        case sentBefore(BusinessDay, savedAnew: Bool)
    }

    /// Its name; rows and runs of gaps are counted in it from 0.
    public var planogram: String
    public var gaps: [Gap]
    public var fault: Fault?
    /// What the shelf's furniture looks like: the same on all days.
    public var furniture: UInt64
    /// Minutes after midnight at the store.
    public var takenMinutes: Int
}

/// What is said at the till.
public struct PlannedRecording: Sendable, Equatable {
    public struct Line: Sendable, Equatable {
        public var text: String
        public var isCustomer: Bool
    }

    /// Empty: nobody speaks, the shop hums.
    public var lines: [Line]
    /// Sorted.
    public var topics: [String]
    /// Minutes after midnight at the store.
    public var recordedMinutes: Int
}

/// An order of the group-buy shop.
public struct PlannedOrder: Sendable, Equatable {
    public struct Line: Sendable, Equatable {
        public var name: String
        public var price: Money
        public var quantity: Int
    }

    public var number: String
    /// Minutes after midnight at the store.
    public var placedMinutes: Int
    public var lines: [Line]
    /// What is due, and what the order gives.
    public var expectedOff: Money
    public var appliedOff: Money
    public var promotion: Order.PromotionStatus
    /// Only the first half of the file arrives.
    public var isCutOff: Bool

    public var subtotal: Money { lines.reduce(.zero) { $0 + $1.price * $1.quantity } }
    public var paid: Money { subtotal - appliedOff }
}

/// What the media of a simulated chain are made of.
public struct MediaMaterial: Sendable {
    /// What customers and staff say, topics by their names in the lexicon.
    public struct Conversations: Sendable, Codable {
        public var topics: [String: [String]]
        /// Of customers who raise no topic.
        public var plain: [String]
        public var answers: [String]
        public var closings: [String]
    }

    /// A slot of the requirement and the planogram that it shows.
    public struct Section: Sendable {
        public var slot: String
        public var planogram: String
        public init(slot: String, planogram: String) {
            self.slot = slot
            self.planogram = planogram
        }
    }

    public var sections: [Section]
    public var planograms: [String: Planogram]
    public var products: [Product]
    public var conversations: Conversations
    public init(
        sections: [Section], planograms: [String: Planogram], products: [Product],
        conversations: Conversations
    ) {
        self.sections = sections
        self.planograms = planograms
        self.products = products
        self.conversations = conversations
    }
}
