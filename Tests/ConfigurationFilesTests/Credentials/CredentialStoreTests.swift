import Configuration
import Foundation
import TestSupport
import Testing

@testable import ConfigurationFiles

/// What the credential store keeps, and how it changes.
@Suite struct CredentialStoreTests {
  private let world: StoreWorld

  init() throws { world = try StoreWorld() }

  @Test func keepsWhatItIsGiven() throws {
    let store = world.store()
    let details = CredentialDetails(expires: 5000, description: "for the nightly job, ünïcode", tags: ["prod", "eu"])
    try store.set(world.name("openai/api_key"), to: world.secret(StoreWorld.word), details, at: 100)
    try store.set(world.name("anthropic/keys/main"), to: world.secret("second"), at: 200)
    let again = world.store()
    let list = try again.list()
    #expect(
      try list == [
        CredentialEntry(name: world.name("anthropic/keys/main"), created: 200, changed: 200),
        CredentialEntry(name: world.name("openai/api_key"), created: 100, changed: 100, details: details),
      ])
    #expect(list[1].rotationDue == 100 + 90 * 86400)
    #expect(!list[1].isExpired(at: 4999) && list[1].isExpired(at: 5000))
    #expect(!list[1].isOverdue(at: 100 + 90 * 86400 - 1) && list[1].isOverdue(at: 100 + 90 * 86400))
    #expect(try again.names() == [world.name("anthropic/keys/main"), world.name("openai/api_key")])
    #expect(try world.text("openai/api_key", at: 300) == StoreWorld.word)
    #expect(try world.text("anthropic/keys/main", at: 400) == "second")
    #expect(try world.store().list().map(\.lastAccessed) == [400, 300])
    #expect(
      world.audited == [
        "credential_set openai/api_key", "credential_set anthropic/keys/main", "credential_read openai/api_key",
        "credential_read anthropic/keys/main",
      ])
  }

  @Test func takesAnyBytesUpToItsLimit() throws {
    let store = world.store()
    let all = (0...255).map { UInt8($0) }
    let large = [UInt8](repeating: 0xFE, count: Secret.limit)
    for (index, value) in [all, [0], large].enumerated() {
      let secret = try #require(value.withUnsafeBytes { Secret(bytes: $0) })
      let name = try world.name("s/\(index)")
      try store.set(name, to: secret, at: 1)
      #expect(try world.store().read(name, at: 2) { Array($0) } == value)
    }
    try world.expectRefusal(.invalid, "empty") { try store.set(world.name("s/none"), to: Secret(), at: 1) }
  }

  @Test func whatHasExpiredIsNotGivenOut() throws {
    let store = world.store()
    var details = CredentialDetails()
    details.expires = 100
    try store.set(world.name("s/k"), to: world.secret("one"), details, at: 1)
    #expect(try world.text("s/k", at: 99) == "one")
    try world.expectRefusal(.expired, "wraptop credential rotate s/k") { _ = try world.text("s/k", at: 100) }
    #expect(world.audited == ["credential_set s/k", "credential_read s/k"])
  }

  @Test func whatIsThereIsNotSetOver() throws {
    let store = world.store()
    try store.set(world.name("s/k"), to: world.secret("one"), at: 1)
    try world.expectRefusal(.entryExists, "wraptop credential rotate s/k") {
      try store.set(world.name("s/k"), to: world.secret("two"), at: 2)
    }
    #expect(try world.text("s/k") == "one")
  }

  @Test func aRotationKeepsTheLastConfirmedValue() throws {
    let store = world.store()
    let name = try world.name("s/k")
    try store.set(name, to: world.secret("one"), CredentialDetails(expires: 50, tags: ["t"]), at: 1)
    try store.rotate(name, to: world.secret("two"), at: 10)
    #expect(try world.text("s/k", at: 11) == "two")
    try store.rotate(name, to: world.secret("three"), expires: 99, at: 20)
    #expect(
      try store.list() == [
        CredentialEntry(
          name: name, created: 1, changed: 20, lastAccessed: 11, hasPrevious: true,
          details: CredentialDetails(expires: 99, tags: ["t"]))
      ])
    // What was never confirmed is not worth keeping.
    #expect(try previous(name) == "one")
    try store.confirm(name)
    #expect(try store.list().map(\.hasPrevious) == [false] && world.text("s/k") == "three")
    try world.expectRefusal(.nothingToConfirm) { try store.confirm(name) }
    try store.rotate(name, to: world.secret("four"), at: 30)
    #expect(try previous(name) == "three")
    #expect(
      world.audited.map { $0.prefix { $0 != " " } } == [
        "credential_set", "credential_rotate", "credential_read", "credential_rotate", "credential_confirm",
        "credential_read", "credential_rotate",
      ])
  }

  private func previous(_ name: CredentialName) throws -> String? {
    let key = try StoreKey(keyFile: world.folder("key"))
    let credentials = try CredentialEncoding.decode(SealedStore(world.bytes()).open(with: key)) ?? []
    return credentials.first { $0.entry.name == name }?.previous?.withBytes { String(decoding: $0, as: UTF8.self) }
  }

  @Test func putSetsOrRotates() throws {
    let store = world.store()
    let name = try world.name("w/api_key")
    try store.put(name, to: world.secret("one"), at: 1)
    try store.put(name, to: world.secret("two"), at: 2)
    #expect(try world.text("w/api_key") == "two" && previous(name) == "one")
    #expect(world.audited.prefix(2) == ["credential_set w/api_key", "credential_rotate w/api_key"])
  }

  @Test func whatIsRemovedIsGone() throws {
    let store = world.store()
    for name in ["s/one", "s/two"] { try store.set(world.name(name), to: world.secret(name), at: 1) }
    try store.remove(world.name("s/one"))
    #expect(try store.names() == [world.name("s/two")])
    try world.expectRefusal(.unknownEntry, "s/one: is not in the store") { _ = try world.text("s/one") }
    try world.expectRefusal(.unknownEntry, "did you mean s/two?") { _ = try world.text("s/tow") }
    try store.remove(world.name("s/two"))
    #expect(try world.store().list().isEmpty)
  }

  @Test func whatIsNotThereIsNamed() throws {
    let store = world.store()
    let name = try world.name("s/k")
    for call: () throws -> Void in [
      { _ = try store.list() }, { _ = try store.names() }, { try store.remove(name) }, { try store.confirm(name) },
      { try store.rotate(name, to: world.secret("x"), at: 1) }, { _ = try world.text("s/k") },
      { try store.rekey(to: .keyFile(world.folder("key"))) },
    ] {
      let error = world.error(call)
      #expect(error?.kind == .missing && error?.exitCode == 66 && error?.subject == world.path)
    }
    #expect(try CredentialStore.protection(at: world.path) == nil)
    // Nothing is made by looking.
    #expect(world.folder.contents == ["key"])
  }

  @Test func detailsHaveLimits() throws {
    let store = world.store()
    let long = String(repeating: "x", count: CredentialDetails.textLimit + 1)
    for details in [
      CredentialDetails(description: long), CredentialDetails(tags: [long]), CredentialDetails(tags: [""]),
      CredentialDetails(tags: Array(repeating: "t", count: CredentialDetails.tagLimit + 1)),
    ] {
      let error = world.error { try store.set(world.name("s/k"), to: world.secret("x"), details, at: 1) }
      #expect(error?.kind == .invalid && error?.exitCode == 65)
    }
    #expect(!world.folder.has("credentials"))
  }

  @Test(arguments: [true, false]) func whatCannotBeAuditedDoesNotHappen(isThere: Bool) throws {
    let store = world.store()
    let name = try world.name("s/k")
    try store.set(name, to: world.secret("one"), at: 1)
    let before = try world.bytes()
    world.auditFailure = StoreWorld.Failure()
    var isGivenOut = false
    for call: () throws -> Void in [
      { try store.read(name, at: 2) { _ in isGivenOut = true } }, { try store.remove(name) },
      { try store.rotate(name, to: world.secret("two"), at: 2) },
      { try store.set(world.name("s/other"), to: world.secret("two"), at: 2) },
      { try store.rekey(to: .passphrase(world.secret("two"))) },
    ] {
      #expect(throws: StoreWorld.Failure()) { try call() }
    }
    #expect(try !isGivenOut && world.bytes() == before && !world.folder.has("credentials.new"))
    world.auditFailure = nil
    // A failed change of the key does not lock the one out who has it open.
    try store.rotate(name, to: world.secret("two"), at: 3)
    #expect(try world.text("s/k") == "two")
  }
}
