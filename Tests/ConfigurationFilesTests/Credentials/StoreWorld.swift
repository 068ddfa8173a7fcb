import Configuration
import Foundation
import TestSupport
import Testing

@testable import ConfigurationFiles

/// A credential store in a folder of its own, and what was audited of it.
final class StoreWorld {
  let folder: TemporaryFolder
  /// `ACTION NAME` of each access.
  var audited: [String] = []
  /// What auditing fails with.
  var auditFailure: Failure?

  struct Failure: Error, Equatable {}

  /// The cheapest that there is: tests make many keys.
  static let cost = DerivationCost(passes: 1, memory: 8)
  /// A secret that can be found wherever it should not be.
  static let word = "pass-horse-battery-staple-42"

  init() throws {
    folder = try TemporaryFolder()
    try makeKey("key", 7)
  }

  var path: String { folder("credentials") }

  func makeKey(_ name: String, _ byte: UInt8) throws {
    try folder.append(bytes: [UInt8](repeating: byte, count: 32), to: name)
  }

  func store(_ key: CredentialStore.Key) -> CredentialStore {
    CredentialStore(path: path, key: key, cost: Self.cost) { [unowned self] action, name in
      if let auditFailure { throw auditFailure }
      audited.append("\(action.rawValue) \(name?.description ?? "-")")
    }
  }

  /// The store with the key in a file.
  func store(keyFile: String = "key") -> CredentialStore { store(.keyFile(folder(keyFile))) }

  func store(passphrase: String) throws -> CredentialStore { store(.passphrase(try secret(passphrase))) }

  func bytes(_ name: String = "credentials") throws -> [UInt8] {
    try Array(Data(contentsOf: URL(filePath: folder(name))))
  }

  func write(_ bytes: [UInt8], to name: String = "credentials") throws {
    if folder.has(name) { try folder.empty(name) }
    try folder.append(bytes: bytes, to: name)
  }

  func secret(_ text: String) throws -> Secret { try #require(Secret(text)) }

  func name(_ text: String) throws -> CredentialName { try #require(CredentialName(text)) }

  func text(_ name: String, at now: Int64 = 0, in store: CredentialStore? = nil) throws -> String {
    try (store ?? self.store()).read(self.name(name), at: now) { String(decoding: $0, as: UTF8.self) }
  }

  /// What a call fails with.
  func error(_ body: () throws -> Void) -> CredentialStoreError? {
    do {
      try body()
      return nil
    } catch {
      return error as? CredentialStoreError
    }
  }

  /// Expects a refusal that leaves the store's file, and its time, as they were.
  func expectRefusal(
    _ kind: CredentialStoreError.Kind, _ texts: String..., sourceLocation: Testing.SourceLocation = #_sourceLocation,
    _ body: () throws -> Void
  ) throws {
    let before = try (bytes(), changed)
    let error = error(body)
    #expect(error?.kind == kind, "\(String(describing: error))", sourceLocation: sourceLocation)
    let after = try (bytes(), changed)
    #expect(before == after, sourceLocation: sourceLocation)
    #expect(!folder.has("credentials.new"), sourceLocation: sourceLocation)
    for text in texts {
      #expect(error?.description.contains(text) == true, "\(error?.description ?? "")", sourceLocation: sourceLocation)
    }
  }

  private var changed: [Int] {
    var about = stat()
    guard lstat(path, &about) == 0 else { return [] }
    return [about.st_mtim.tv_sec, about.st_mtim.tv_nsec, Int(about.st_ino)]
  }
}
