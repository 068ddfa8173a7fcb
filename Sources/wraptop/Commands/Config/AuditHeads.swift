import Configuration
import Storage

/// The end of the audit trail as it is known from elsewhere (SPEC 4.5).
enum AuditHeads {
  /// Ends that the trail once had, by where they are kept.
  ///
  /// - Parameter store: the store that is asked; nil for the usual one, if there is one.
  /// - Throws: if the store that is named cannot be read.
  static func known(store: String?) throws -> [(name: String, head: AuditHead)] {
    let path = store ?? StoreOptions.stateFolder + "/wraptop.db"
    do throws(StorageError) {
      let head = try StoreReader(path: path).auditHead()
      return head.map { [("store \(ShownText.path(path))", AuditHead(number: $0.number, hash: $0.hash))] } ?? []
    } catch {
      guard store == nil else { throw error }
      return []
    }
  }
}
