import Testing

@testable import Configuration

/// The text of a secret on its way: what can be done with it, and that it shows nowhere.
@Suite struct SecretTests {
  private func text(_ secret: Secret) -> String { secret.withBytes { String(decoding: $0, as: UTF8.self) } }

  @Test func growsAndShrinksByCharacters() {
    var secret = Secret()
    #expect(secret.isEmpty && secret.count == 0)
    for key in ["p", "ä", "👩‍👩‍👧", "東京"] {
      let isTaken = secret.append(key)
      #expect(isTaken)
    }
    #expect(secret.count == 5 && text(secret) == "pä👩‍👩‍👧東京")
    #expect(secret.byteCount == "pä👩‍👩‍👧東京".utf8.count)
    for rest in ["pä👩‍👩‍👧東", "pä👩‍👩‍👧", "pä", "p", "", ""] {
      secret.removeLast()
      #expect(text(secret) == rest && secret.count == rest.count && secret.isEmpty == rest.isEmpty)
    }
    secret.append("again")
    secret.removeAll()
    #expect(secret.isEmpty && text(secret).isEmpty)
  }

  @Test func aChangeOfACopyLeavesTheOther() throws {
    let first = try #require(Secret("hunter2"))
    var second = first
    second.append("!")
    var third = first
    third.removeLast()
    var fourth = first
    fourth.removeAll()
    #expect(text(first) == "hunter2" && text(second) == "hunter2!" && text(third) == "hunter" && text(fourth).isEmpty)
  }

  @Test func isMadeOfAnyBytes() throws {
    let bytes: [UInt8] = [0x80, 0x61, 0xC3, 0xA4, 0xFF, 0]
    let secret = try #require(bytes.withUnsafeBytes { Secret(bytes: $0) })
    #expect(secret.withBytes { Array($0) } == bytes)
    #expect(secret.count == 5)
  }

  @Test func takesNoMoreThanItsLimit() throws {
    var secret = try #require(Secret(String(repeating: "x", count: Secret.limit - 1)))
    let taken = [secret.append("ä"), secret.append("y"), secret.append("z")]
    #expect(taken == [false, true, false])
    #expect(secret.count == Secret.limit && text(secret).hasSuffix("xy"))
    #expect(Secret(String(repeating: "x", count: Secret.limit + 1)) == nil)
    #expect([UInt8](repeating: 1, count: Secret.limit + 1).withUnsafeBytes { Secret(bytes: $0) } == nil)
  }

  @Test func showsNowhere() throws {
    let secret = try #require(Secret("hunter2-and-more-than-fits-into-a-small-string"))
    var dumped = ""
    dump(secret, to: &dumped)
    dump((Optional(secret), [secret], ["key": secret]), to: &dumped)
    let all = ["\(secret)", String(describing: secret), String(reflecting: secret), "\([secret])", dumped]
    for shown in all {
      #expect(!shown.contains("hunter2") && shown.contains("********"), "\(shown)")
      // Nor how long it is.
      #expect(!shown.contains("46"), "\(shown)")
    }
    #expect(Mirror(reflecting: secret).children.isEmpty)
  }

  @Test func memoryIsWipedWhenItIsCutOrGrownOutOf() {
    let bytes = WipedBytes(capacity: 32)
    bytes.append("hunter2".utf8)
    bytes.cut(last: 4)
    let seen = bytes.withBytes { Array(UnsafeRawBufferPointer(start: $0.baseAddress, count: 32)) }
    #expect(seen == Array("hun".utf8) + [UInt8](repeating: 0, count: 29))
  }
}
