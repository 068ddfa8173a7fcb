import Configuration
import Foundation
import TestSupport
import Testing

@testable import ConfigurationFiles

/// Stores that were cut, altered, or are opened with what is not their key: refused, and left as they are.
@Suite struct CredentialSealTests {
  private let world: StoreWorld

  init() throws { world = try StoreWorld() }

  private func fill(_ store: CredentialStore) throws {
    try store.set(world.name("s/k"), to: world.secret(StoreWorld.word), at: 1)
  }

  @Test func everyCutIsFound() throws {
    try fill(world.store())
    let whole = try world.bytes()
    let store = world.store()
    for length in 0..<whole.count {
      try world.write(Array(whole.prefix(length)))
      try world.expectRefusal(.damaged) { _ = try store.list() }
      // Also if whoever cut it made it look whole, and where it would be written.
      if length == whole.count - 32 { continue }
      try world.write(Array(whole.prefix(length)) + SealedStore.sum(of: whole.prefix(length)))
      try world.expectRefusal(.damaged) { try store.set(world.name("s/2"), to: world.secret("x"), at: 2) }
    }
    try world.write(whole + [0])
    try world.expectRefusal(.damaged, "left as it is") { _ = try store.list() }
    try world.write(whole)
    #expect(try world.text("s/k") == StoreWorld.word)
  }

  @Test(arguments: [false, true]) func everyAlteredByteIsFound(isPassphrase: Bool) throws {
    let store = isPassphrase ? try world.store(passphrase: "open sesame") : world.store()
    try fill(store)
    let whole = try world.bytes()
    let body = whole.count - 32
    for index in whole.indices {
      var altered = whole
      altered[index] ^= 1
      try world.write(altered)
      try world.expectRefusal(.damaged) { _ = try store.list() }
      guard index < body else { continue }
      // By someone who knows the layout, but not the key. The check of the key cannot be told from another key.
      try world.write(altered[..<body] + SealedStore.sum(of: altered[..<body]))
      let error = world.error { _ = try store.list() }
      let isKey = (10..<50).contains(index)
      #expect(
        error?.kind == .damaged || isKey && error?.kind == .wrongKey || index == 9 && error?.kind == .wrongKindOfKey,
        "\(index): \(String(describing: error))")
    }
  }

  @Test func anAlteredCostTakesNoMemory() throws {
    let store = try world.store(passphrase: "open sesame")
    try fill(store)
    let whole = try world.bytes()
    let sizes: [(Int, [UInt8])] = [
      (30, [0xFF, 0xFF, 0xFF, 0xFF]), (30, [1, 0, 0x10, 0]), (30, [7, 0, 0, 0]), (26, [17, 0, 0, 0]),
      (26, [0, 0, 0, 0]),
    ]
    for (index, number) in sizes {
      var altered = whole.dropLast(32)
      altered.replaceSubrange(index..<index + 4, with: number)
      try world.write(altered + SealedStore.sum(of: altered))
      try world.expectRefusal(.damaged) { _ = try world.store(passphrase: "open sesame").list() }
    }
  }

  @Test func whatALaterVersionWroteSaysSo() throws {
    try fill(world.store())
    var later = try world.bytes().dropLast(32)
    later[8] = 2
    try world.write(later + SealedStore.sum(of: later))
    try world.expectRefusal(.damaged, "written by a later wraptop (version 2)") { _ = try world.store().list() }
    try world.write(Array("wrappers: {}\n".utf8))
    try world.expectRefusal(.damaged, "is no credential store") { _ = try world.store().list() }
  }

  @Test func onlyItsKeyOpensIt() throws {
    try world.makeKey("other", 8)
    try fill(world.store())
    try world.expectRefusal(.wrongKey, "another key file") { _ = try world.store(keyFile: "other").list() }
    try world.expectRefusal(.wrongKey) {
      try world.store(keyFile: "other").set(world.name("s/2"), to: world.secret("x"), at: 1)
    }
    try world.expectRefusal(.wrongKindOfKey, "--key-file") { _ = try world.store(passphrase: "x").list() }
    #expect(world.error { _ = try world.store(keyFile: "other").list() }?.exitCode == 77)
    #expect(world.audited == ["credential_set s/k"])
  }

  @Test func onlyItsPassphraseOpensIt() throws {
    try fill(world.store(passphrase: "open sesame"))
    for wrong in ["", "open sesam", "open sesame ", "Open sesame"] {
      try world.expectRefusal(.wrongKey, "another passphrase") { _ = try world.store(passphrase: wrong).list() }
    }
    try world.expectRefusal(.wrongKindOfKey, "name no key file") { _ = try world.store().list() }
    #expect(try world.text("s/k", in: world.store(passphrase: "open sesame")) == StoreWorld.word)
    guard case .passphrase(let salt, StoreWorld.cost) = try CredentialStore.protection(at: world.path) else {
      Issue.record("no passphrase")
      return
    }
    #expect(Set(salt).count > 1)
  }

  @Test func theUsualCostIsWorthSomething() throws {
    #expect(DerivationCost.usual == DerivationCost(passes: 3, memory: 256 << 10) && DerivationCost.usual.isAcceptable)
    let passphrase = try world.secret("open sesame")
    let salt = [UInt8](repeating: 1, count: 16)
    let key = try StoreKey(passphrase: passphrase, salt: salt, .usual)
    #expect(try key.check != StoreKey(passphrase: passphrase, salt: salt, StoreWorld.cost).check)
  }

  @Test func afterRekeyTheOldKeyOpensItNoLonger() throws {
    try world.makeKey("other", 8)
    let store = world.store()
    try fill(store)
    try store.rotate(world.name("s/k"), to: world.secret("new"), at: 2)
    let list = try store.list()
    for (key, old) in [
      (CredentialStore.Key.keyFile(world.folder("other")), CredentialStore.Key.keyFile(world.folder("key"))),
      (.passphrase(try world.secret("first")), .keyFile(world.folder("other"))),
      (.passphrase(try world.secret("second")), .passphrase(try world.secret("first"))),
      (.keyFile(world.folder("key")), .passphrase(try world.secret("second"))),
    ] {
      try world.store(old).rekey(to: key)
      #expect(try world.store(key).list() == list)
      let error = world.error { _ = try world.store(old).list() }
      #expect(error?.kind == .wrongKey || error?.kind == .wrongKindOfKey)
    }
    #expect(try world.text("s/k", at: 3) == "new")
    #expect(world.audited.count { $0 == "credential_rekey -" } == 4)
    // Who had it open before may go on: the key is the same again.
    #expect(try store.names() == [world.name("s/k")])
  }

  @Test func noTwoFilesAreAlike() throws {
    let store = world.store()
    try fill(store)
    let first = try world.bytes()
    _ = try world.text("s/k", at: 1)
    let second = try world.bytes()
    _ = try world.text("s/k", at: 1)
    let third = try world.bytes()
    // A nonce that was used twice would give the key of the stream away.
    #expect(Set([first, second, third].map { $0[50..<74] }).count == 3)
    #expect(second.count == third.count && zip(second[74...], third[74...]).count { $0 == $1 } < 40)
  }
}
