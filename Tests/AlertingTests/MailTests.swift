import Events
import Foundation
import Testing

@testable import Alerting

/// Mails, as a server and a mailbox read them.
@Suite struct MailTests {
  private func mail(_ message: AlertMessage, from: String = "a@example.org", to: [String] = ["b@example.org"]) throws
    -> (head: [String: String], body: String)
  {
    let kind = EmailChannel(
      ChannelValues([
        "smtp": .group(ChannelValues(["host": .text("mail.example")])), "from": .text(from), "to": .texts(to),
      ]))
    guard case .mail(let mail)? = kind.request(for: message) else { throw Missing() }
    #expect(mail.content.allSatisfy { $0 < 0x7F && ($0 >= 0x20 || $0 == 13 || $0 == 10) })
    let text = String(decoding: mail.content, as: UTF8.self)
    for line in text.components(separatedBy: "\r\n") {
      #expect(!line.unicodeScalars.contains { $0.value < 0x20 } && line.utf8.count <= 998, "\(line)")
    }
    let parts = text.components(separatedBy: "\r\n\r\n")
    var head: [String: String] = [:]
    for line in parts[0].replacingOccurrences(of: "\r\n ", with: " ").components(separatedBy: "\r\n") {
      let colon = try #require(line.range(of: ": "), "\(line)")
      #expect(head.updateValue(String(line[colon.upperBound...]), forKey: String(line[..<colon.lowerBound])) == nil)
    }
    return (head, parts.dropFirst().joined(separator: "\r\n\r\n"))
  }

  private struct Missing: Error {}

  @Test func hasTheFieldsOfAMail() throws {
    for message in [MessageSamples.firing, MessageSamples.group, MessageSamples.hostile, MessageSamples.crowd] {
      let mail = try mail(message)
      #expect(
        Set(mail.head.keys) == [
          "Date", "From", "To", "Subject", "Message-ID", "In-Reply-To", "References", "MIME-Version", "Content-Type",
          "Content-Transfer-Encoding", "Auto-Submitted",
        ])
      #expect(mail.head["Message-ID"]?.wholeMatch(of: /<[!-;=?-~]+@[A-Za-z0-9.-]+>/) != nil)
    }
  }

  @Test func firingAndResolvedAreOneThread() throws {
    let messages = [MessageSamples.firing, MessageSamples.acknowledged, MessageSamples.resolved]
    let mails = try messages.map { try mail($0).head }
    #expect(Set(mails.map { $0["References"] }) == ["<00000000000000a1@llm-1.wraptop>"])
    #expect(Set(mails.map { $0["In-Reply-To"] }).count == 1)
    #expect(Set(mails.map { $0["Message-ID"] }).count == 3)
    // What is sent twice is the same mail.
    #expect(try mail(MessageSamples.firing).head == mails[0])
  }

  @Test(arguments: [
    (0, "Thu, 1 Jan 1970 00:00:00 +0000"), (951_827_696, "Tue, 29 Feb 2000 12:34:56 +0000"),
    (1_796_040_000, "Mon, 30 Nov 2026 12:00:00 +0000"), (-1, "Wed, 31 Dec 1969 23:59:59 +0000"),
  ])
  func datesAreThoseOfMail(_ seconds: Int64, _ text: String) {
    #expect(MailText.date(Timestamp(seconds: seconds)) == text)
  }

  @Test func aSubjectThatIsNotASCIIIsEncodedInShortWords() throws {
    let alert = MessageSamples.alert(of: .wrapper(String(repeating: "größe 🧭 ", count: 20)))
    let mail = try mail(MessageSamples.message([(.firing, alert)]))
    let words = try #require(mail.head["Subject"]).split(separator: " ")
    var bytes: [UInt8] = []
    for word in words {
      let match = try #require(word.wholeMatch(of: /=\?utf-8\?B\?([A-Za-z0-9+\/]+=*)\?=/))
      #expect(word.utf8.count <= 75)
      let part = try #require(Data(base64Encoded: String(match.1)))
      // No character is torn apart.
      #expect(String(data: part, encoding: .utf8) != nil)
      bytes += part
    }
    #expect(String(decoding: bytes, as: UTF8.self).hasPrefix("[wraptop] ERROR größe 🧭 größe"))
    #expect(words.count > 1)
  }

  @Test func textsFromEventsAddNoFields() throws {
    let mail = try mail(
      MessageSamples.hostile, from: "x\r\nBcc: c <a@example.org>", to: ["b@example.org", "Größe \"x\" <c@example.org>"])
    #expect(mail.head["Bcc"] == nil)
    #expect(mail.head["From"] == "\"x  Bcc: c\" <a@example.org>")
    #expect(mail.head["To"]?.hasPrefix("b@example.org, =?utf-8?B?") == true)
    #expect(mail.head["To"]?.hasSuffix("?= <c@example.org>") == true)
  }

  @Test(arguments: 0..<300)
  func quotedPrintableComesBack(_ seed: Int) throws {
    let pieces = ["a", " ", "=", "é", "🧭", ".", "\n", "\t", "word word ", "From "]
    var text = ""
    var state = UInt64(seed)
    for _ in 0..<(seed % 60) {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      text += pieces[Int(state >> 33) % pieces.count]
    }
    var bytes: [UInt8] = []
    QuotedPrintable.append(text, to: &bytes)
    let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
    #expect(lines.allSatisfy { $0.utf8.count <= 76 && !$0.hasSuffix(" ") && !$0.hasSuffix("\t") })
    var back: [UInt8] = []
    for (index, line) in lines.enumerated() {
      var rest = Array(line.utf8)[...]
      let isSoft = rest.last == UInt8(ascii: "=")
      if isSoft { rest.removeLast() }
      while let byte = rest.popFirst() {
        if byte != UInt8(ascii: "=") {
          back.append(byte)
        } else {
          back.append(try #require(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)))
          rest = rest.dropFirst(2)
        }
      }
      if !isSoft, index < lines.count - 1 { back.append(10) }
    }
    #expect(String(decoding: back, as: UTF8.self) == text + "\n")
  }

  @Test(arguments: [
    ("a@b.c", true), ("A B <a@b.c>", true), ("a", false), ("", false), ("@b", false), ("a@", false), ("a@b@c", false),
    ("a b@c", false), ("<a@b.c", false), ("a@b.c, d@e.f", false), ("ä@b.c", false),
  ])
  func addressesAreChecked(_ text: String, _ isGood: Bool) {
    let faults = EmailChannel.faults(in: ChannelValues(["from": .text(text), "to": .text("a@b.c")]))
    #expect(faults.isEmpty == isGood)
    // A setting may have been put in the wrong place: nothing of it is repeated.
    #expect(faults.allSatisfy { $0.key == "from" && (text.isEmpty || !$0.text.contains("\(text) ")) })
  }

  @Test func thePortFollowsTheWayOfSecuring() throws {
    for (tls, port) in [("starttls", 587), ("tls", 465), ("none", 25)] {
      let smtp = ChannelValues(["host": .text("m"), "tls": .text(tls)])
      let kind = EmailChannel(ChannelValues(["smtp": .group(smtp), "from": .text("a@b.c"), "to": .text("d@e.f")]))
      guard case .mail(let mail)? = kind.request(for: MessageSamples.firing) else { throw Missing() }
      #expect(mail.port == port && mail.security.rawValue == tls && mail.to == ["d@e.f"])
    }
  }

  @Test(arguments: [("", ""), ("a", "YQ=="), ("ab", "YWI="), ("abc", "YWJj"), ("abcd", "YWJjZA==")])
  func base64(_ text: String, _ coded: String) { #expect(Base64.text(Array(text.utf8)) == coded) }
}
