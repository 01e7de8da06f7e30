public import Evidence
import Foundation
import Hashing

/// Labels are files beside their original, written like it: bytes to the disk, then the name, then the folder.
extension FileOriginalStore {
    public func attach(_ label: OriginalLabel) throws(OriginalError) {
        let path = try path(of: label.name)
        guard contains(label.sha256) else {
            throw OriginalError(.missing, "no original lies where its label belongs: \(path)")
        }
        let json: Data
        do { json = try CanonicalJSON.encode(label, pretty: true) } catch {
            throw OriginalError(.failed, "the label of \(label.item) cannot be written: \(error)")
        }
        try OriginalError.translating { () throws(FileFailure) in
            try place.unfinished.write(ArraySlice(json), as: path, with: files)
        }
    }

    public func labels(of hash: ContentHash) throws(OriginalError) -> [OriginalLabel] {
        let folder = OriginalPlace.folder(of: try checkedPath(of: hash))
        guard system.exists(folder) else { return [] }
        let names = try OriginalError.translating { () throws(FileFailure) in
            try system.names(in: folder)
        }
        let own = names.compactMap { LabelName(fileName: $0) }.filter { $0.sha256 == hash }.sorted()
        return try own.map { (name) throws(OriginalError) in try label(name) }
    }

    private func label(_ name: LabelName) throws(OriginalError) -> OriginalLabel {
        let path = try path(of: name)
        var bytes = Data()
        do { try system.read(path) { bytes.append(contentsOf: $0) } } catch { throw OriginalError(error) }
        do {
            let label = try CanonicalJSON.decode(OriginalLabel.self, from: bytes)
            guard label.name == name else { throw OriginalError(.altered, "\(path) is another's label") }
            return label
        } catch let error as OriginalError {
            throw error
        } catch {
            throw OriginalError(.altered, "\(path) cannot be read: \(error)")
        }
    }

    public func labelNames() throws(OriginalError) -> Set<LabelName> {
        Set(try names().compactMap { LabelName(fileName: $0) })
    }

    public func detach(_ name: LabelName) throws(OriginalError) { try removeFile(path(of: name)) }

    public func erase(_ hash: ContentHash) throws(OriginalError) {
        let path = try checkedPath(of: hash)
        for folder in [OriginalPlace.folder(of: path), place.quarantine] where system.exists(folder) {
            let names = try OriginalError.translating { () throws(FileFailure) in
                try system.names(in: folder)
            }
            // Labels first: bytes without a label are found and named.
            for name in names.compactMap({ LabelName(fileName: $0) }).sorted() where name.sha256 == hash {
                try removeFile(folder + "/" + name.fileName)
            }
            try removeFile(folder + "/" + hash.rawValue)
        }
    }

    private func removeFile(_ path: String) throws(OriginalError) {
        guard system.exists(path) else { return }
        try OriginalError.translating { () throws(FileFailure) in
            try files.remove(path)
            try files.syncFolder(OriginalPlace.folder(of: path))
        }
    }

    private func path(of name: LabelName) throws(OriginalError) -> String {
        guard name.isFileName else {
            throw OriginalError(.missing, "\(name.fileName.prefix(120)) is not a label's name")
        }
        return OriginalPlace.folder(of: place.path(of: name.sha256)) + "/" + name.fileName
    }
}

// MARK: Quarantine

extension FileOriginalStore {
    public func quarantine(_ hash: ContentHash) throws(OriginalError) {
        let path = try checkedPath(of: hash)
        let folder = OriginalPlace.folder(of: path)
        try OriginalError.translating { () throws(FileFailure) in
            let labels = try system.names(in: folder).filter {
                LabelName(fileName: $0)?.sha256 == hash
            }
            for name in labels.sorted() + [hash.rawValue] {
                try files.rename(folder + "/" + name, to: place.quarantine + "/" + name)
            }
            try files.syncFolder(place.quarantine)
            try files.syncFolder(folder)
        }
    }

    public func quarantined() throws(OriginalError) -> [ContentHash] {
        let names = try OriginalError.translating { () throws(FileFailure) in
            try system.names(in: place.quarantine)
        }
        return names.map { ContentHash($0) }.filter(\.isWellFormed).sorted()
    }
}
