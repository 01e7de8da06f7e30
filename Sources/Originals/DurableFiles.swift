/// The file operations that durability rests on, in the words of the system. Tests put failing ones in their place.
protocol DurableFiles: Sendable {
    /// Makes a new file that only this process holds, open for writing. Fails where the name is taken.
    func create(_ path: String) throws(FileFailure) -> FileDescriptor
    /// Opens a file at its end, made where there is none.
    func openToAppend(_ path: String) throws(FileFailure) -> FileDescriptor
    func write(_ bytes: ArraySlice<UInt8>, to file: FileDescriptor) throws(FileFailure)
    /// Takes away the right to write and brings the bytes to the disk.
    func seal(_ file: FileDescriptor) throws(FileFailure)
    /// Brings the bytes to the disk.
    func sync(_ file: FileDescriptor) throws(FileFailure)
    func close(_ file: FileDescriptor)
    /// Gives a file a second name, unless that name is taken.
    /// - Returns: false where it is.
    func link(_ path: String, as name: String) throws(FileFailure) -> Bool
    /// Gives a file another name, in the place of whatever has that name.
    func rename(_ path: String, to name: String) throws(FileFailure)
    func remove(_ path: String) throws(FileFailure)
    /// Makes a folder where there is none.
    func makeFolder(_ path: String) throws(FileFailure)
    /// Brings the names in a folder to the disk.
    func syncFolder(_ path: String) throws(FileFailure)
}

/// An open file of the system.
struct FileDescriptor: Hashable, Sendable {
    let number: Int32
}

/// A system call that failed.
struct FileFailure: Error, Equatable {
    var operation: String
    var path: String
    /// `errno`
    var number: Int32
}
