import Configuration
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import ConfigurationFiles

/// The store's files, and who may have had them in hands: what others could read or change is not used (article
/// Security).
@Suite struct CredentialSafetyTests {
  private let world: StoreWorld
  private var folder: TemporaryFolder { world.folder }

  init() throws {
    world = try StoreWorld()
    try world.store().set(world.name("s/k"), to: world.secret(StoreWorld.word), at: 1)
  }

  private func mode(_ path: String) -> mode_t {
    var about = stat()
    return lstat(path, &about) == 0 ? about.st_mode & 0o7777 : 0
  }

  @Test func allFilesAreForTheUserAlone() throws {
    let former = umask(0)
    defer { umask(former) }
    try world.store().set(world.name("s/2"), to: world.secret("x"), at: 1)
    let deep = CredentialStore(path: folder("a/b/credentials"), key: .keyFile(folder("key"))) { _, _ in }
    try deep.set(world.name("s/k"), to: world.secret("x"), at: 1)
    #expect(mode(world.path) == 0o600 && mode(world.path + ".lock") == 0o600)
    #expect(mode(folder("a")) == 0o700 && mode(folder("a/b")) == 0o700)
    #expect(
      folder.contents == [
        "a", "a/b", "a/b/credentials", "a/b/credentials.lock", "credentials", "credentials.lock", "key",
      ])
  }

  @Test(arguments: ["credentials", "key", "credentials.lock"], [0o640, 0o604, 0o660, 0o666] as [mode_t])
  func whatOthersCouldReadIsRefused(name: String, mode: mode_t) throws {
    chmod(folder(name), mode)
    try world.expectRefusal(.unsafe, "another user can read or change it", "chmod 600 \(folder(name))") {
      try world.store().set(world.name("s/2"), to: world.secret("x"), at: 1)
    }
    chmod(folder(name), 0o600)
    try world.store().set(world.name("s/2"), to: world.secret("x"), at: 1)
  }

  @Test(arguments: ["credentials", "key", "credentials.lock"]) func linksAreRefused(name: String) throws {
    try folder.makeFolder("elsewhere")
    try folder.rename(name, to: "elsewhere/file")
    symlink(folder("elsewhere/file"), folder(name))
    let before = try world.bytes("elsewhere/file")
    try world.expectRefusal(.unsafe, folder(name), "is a link") {
      try world.store().set(world.name("s/2"), to: world.secret("x"), at: 1)
    }
    #expect(try world.bytes("elsewhere/file") == before)
  }

  @Test func aLinkWhereTheNextFileIsMadeIsNotFollowed() throws {
    try folder.append("precious", to: "victim")
    symlink(folder("victim"), folder("credentials.new"))
    try world.store().set(world.name("s/2"), to: world.secret("x"), at: 1)
    #expect(try world.bytes("victim") == Array("precious".utf8))
    #expect(mode(world.path) == 0o600 && !folder.has("credentials.new"))
  }

  @Test func aFolderThatOthersCanWriteIsRefused() throws {
    for (mode, advice) in [(0o770, "chmod go-w"), (0o702, "chmod go-w"), (0o1777, "a folder of your own")]
      as [(mode_t, String)]
    {
      chmod(folder.path, mode)
      try world.expectRefusal(.unsafe, advice) { _ = try world.store().list() }
    }
    chmod(folder.path, 0o700)
    #expect(try world.store().list().count == 1)
  }

  @Test(.enabled(if: geteuid() == 0, "only the superuser can give files away"), arguments: ["credentials", "key"])
  func whatBelongsToAnotherIsRefused(name: String) throws {
    chown(folder(name), 12345, 12345)
    try world.expectRefusal(.unsafe, "belongs to user 12345", "chown 0 \(folder(name))") {
      _ = try world.store().list()
    }
  }

  @Test(arguments: [0, 31, 33, 64]) func aKeyFileHasItsLength(count: Int) throws {
    try world.write([UInt8](repeating: 7, count: count), to: "key")
    try world.expectRefusal(.noKey, "exactly 32 bytes", "/dev/urandom") { _ = try world.store().list() }
  }

  @Test func aKeyFileThatIsNotThereSaysHowToMakeOne() throws {
    try world.expectRefusal(.missing, folder("none"), "/dev/urandom") { _ = try world.store(keyFile: "none").list() }
    mkfifo(folder("pipe"), 0o600)
    try world.expectRefusal(.unsafe, "is no file") { _ = try world.store(keyFile: "pipe").list() }
  }

  @Test func writersAtOnceLoseNothing() throws {
    let writers = 8
    let each = 6
    let failures = Mutex<[String]>([])
    let (path, key) = (world.path, folder("key"))
    DispatchQueue.concurrentPerform(iterations: writers) { writer in
      // Each as a process of its own would: nothing is shared but the files.
      let store = CredentialStore(path: path, key: .keyFile(key)) { _, _ in }
      for number in 0..<each {
        do {
          guard let name = CredentialName("w\(writer)/k\(number)"), let secret = Secret("v\(writer)-\(number)") else {
            return
          }
          try store.set(name, to: secret, at: 1)
          guard let common = CredentialName("s/k") else { return }
          _ = try store.read(common, at: Int64(number)) { $0.count }
        } catch {
          failures.withLock { $0.append("\(error)") }
        }
      }
    }
    #expect(failures.withLock { $0 } == [])
    #expect(try world.store().list().count == 1 + writers * each)
    for writer in 0..<writers {
      for number in 0..<each { #expect(try world.text("w\(writer)/k\(number)") == "v\(writer)-\(number)") }
    }
  }

  @Test(.enabled(if: Mount.isPermitted, "mounting is not permitted here, so no disk can be made full"))
  func aFullDiskLeavesTheOldStore() throws {
    try folder.makeFolder("disk")
    let disk = try #require(Mount.memory(folder("disk"), bytes: 256 << 10))
    defer { withExtendedLifetime(disk) {} }
    chmod(folder("disk"), 0o700)
    let path = folder("disk/credentials")
    let store = CredentialStore(path: path, key: .keyFile(folder("key"))) { _, _ in }
    try store.set(world.name("s/k"), to: world.secret(StoreWorld.word), at: 1)
    let large = try world.secret(String(repeating: "x", count: Secret.limit))
    var before = try world.bytes("disk/credentials")
    var error: CredentialStoreError?
    for count in 1...8 where error == nil {
      before = try world.bytes("disk/credentials")
      error = world.error { try store.set(world.name("large/\(count)"), to: large, at: 1) }
    }
    #expect(error?.kind == .failed && error?.exitCode == 74, "\(String(describing: error))")
    #expect(error?.description.contains("No space left on device; make room on the disk") == true)
    #expect(try world.bytes("disk/credentials") == before && !folder.has("disk/credentials.new"))
    #expect(try store.names().contains(world.name("s/k")))
    // What cannot be recorded is not given out.
    error = world.error { try store.read(world.name("s/k"), at: 2) { _ in _ = Issue.record("was given out") } }
    #expect(error?.exitCode == 74)
  }

  @Test func theSecretIsInNoTextAndNoFile() throws {
    let store = world.store()
    try store.rotate(world.name("s/k"), to: world.secret("other-" + StoreWorld.word), at: 2)
    var shown = ""
    dump(store, to: &shown)
    shown += "\(store) \(String(reflecting: store))"
    try dump(store.list(), to: &shown)
    try dump(LockedMemory(world.secret(StoreWorld.word)), to: &shown)
    let passphrase = try world.store(passphrase: StoreWorld.word)
    for call: () throws -> Void in [
      { _ = try passphrase.list() }, { try store.set(world.name("s/k"), to: world.secret(StoreWorld.word), at: 1) },
      { try store.rotate(world.name("s/l"), to: world.secret(StoreWorld.word), at: 1) },
    ] {
      shown += world.error(call).map { "\($0) \(String(reflecting: $0))" } ?? ""
    }
    dump(passphrase, to: &shown)
    shown += world.audited.joined()
    #expect(!shown.contains(StoreWorld.word), "\(shown)")
    for name in folder.contents {
      let bytes = try Data(contentsOf: URL(filePath: folder(name)))
      for text in [StoreWorld.word, "s/k", "credential"] { #expect(bytes.range(of: Data(text.utf8)) == nil, "\(name)") }
    }
  }
}
