import GRDB

/// The copy of a store that is made before it is brought up to a later version of the schema: the way back to the program
/// that wrote it.
enum EarlierStore {
  /// Where the copy of a store is that had this version of the schema.
  static func path(of path: String, version: Int) -> String { "\(path).schema\(version)" }

  /// Copies a store as it is, for the user alone. A copy that is there is newer than what it takes the place of, or as old.
  ///
  /// - Returns: the path of the copy.
  static func keep(_ queue: DatabaseQueue, version: Int) throws(StorageError) -> String {
    let copy = path(of: queue.path, version: version)
    try StoreFile.copy(to: copy) { (unfinished) throws(StorageError) in
      try queue.use(for: queue.path) { try $0.execute(sql: "VACUUM INTO ?", arguments: [unfinished]) }
    }
    return copy
  }

  /// The newest copy of a store that this program can read; nil if there is none.
  static func newest(of path: String) -> String? {
    (1...Schema.version).reversed().map { self.path(of: path, version: $0) }.first(where: StoreFile.exists)
  }
}
