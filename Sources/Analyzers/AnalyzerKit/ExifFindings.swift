public import Evidence
public import Media

extension ProvenanceFindings.Exif {
    /// The capture facts in the contract's words.
    public init(_ facts: MediaFacts) {
        let capture = facts.capture
        self.init(
            make: capture.make, model: capture.model, software: capture.software,
            dateTimeOriginal: capture.dateTimeOriginal, offset: capture.offset, latitude: capture.latitude,
            longitude: capture.longitude, orientation: facts.orientation, gpsDateTime: capture.gpsDateTime)
    }
}
