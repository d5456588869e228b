// SPDX-License-Identifier: Apache-2.0

/// Markup taken apart: strict where XML is, so that what passes here is well formed.
struct Markup {
  /// An element's start.
  struct Element {
    let name: String
    let attributes: [String: String]
    /// The names of the elements around it, the outermost first.
    let parents: [String]
    /// The text right within it.
    var text = ""
  }

  struct Malformed: Error {
    let what: String
  }

  private(set) var elements: [Element] = []
  private var open: [Int] = []
  /// Elements that HTML never closes.
  private static let single: Set = ["meta"]

  init(_ text: String) throws(Malformed) {
    var rest = Array(text.unicodeScalars)[...]
    while let first = rest.first {
      if first == "<" {
        guard let end = rest.firstIndex(of: ">") else { throw Malformed(what: "an open tag") }
        try take(tag: String(String.UnicodeScalarView(rest[rest.startIndex + 1..<end])))
        rest = rest[(end + 1)...]
      } else {
        let end = rest.firstIndex(of: "<") ?? rest.endIndex
        let content = String(String.UnicodeScalarView(rest[rest.startIndex..<end]))
        if let inner = open.last { elements[inner].text += try Markup.plain(content) }
        rest = rest[end...]
      }
    }
    guard open.isEmpty else { throw Malformed(what: "\(elements[open[0]].name) is not closed") }
  }

  private mutating func take(tag: String) throws(Malformed) {
    if tag.hasPrefix("!DOCTYPE") { return }
    if tag.hasPrefix("/") {
      guard let inner = open.popLast(), elements[inner].name == tag.dropFirst() else {
        throw Malformed(what: "\(tag) closes nothing")
      }
      return
    }
    let isClosed = tag.hasSuffix("/")
    let content = isClosed ? String(tag.dropLast()) : tag
    let name = String(content.prefix { $0 != " " })
    guard name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }), !name.isEmpty else {
      throw Malformed(what: "no name in \(tag)")
    }
    let attributes = try Markup.attributes(content.dropFirst(name.count))
    let parents = open.map { elements[$0].name }
    elements.append(Element(name: name, attributes: attributes, parents: parents))
    if !isClosed, !Markup.single.contains(name) { open.append(elements.count - 1) }
  }

  private static func attributes(_ text: Substring) throws(Malformed) -> [String: String] {
    var found: [String: String] = [:]
    var rest = text.drop { $0 == " " }
    while !rest.isEmpty {
      let parts = rest.split(separator: "=\"", maxSplits: 1)
      guard parts.count == 2, let end = parts[1].firstIndex(of: "\""),
        found[String(parts[0])] == nil
      else { throw Malformed(what: "attributes \(text)") }
      found[String(parts[0])] = try plain(String(parts[1][..<end]))
      rest = parts[1][parts[1].index(after: end)...].drop { $0 == " " }
    }
    return found
  }

  /// Text without references; `&` begins nothing else, and control characters are no part of it.
  ///
  /// By scalar, as a combining mark after a reference is no part of it.
  private static func plain(_ text: String) throws(Malformed) -> String {
    let known = ["amp": "&", "lt": "<", "gt": ">", "quot": "\""]
    let parts = text.unicodeScalars.split(separator: "&", omittingEmptySubsequences: false)
    var result = String(parts[0])
    for part in parts.dropFirst() {
      let halves = part.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
      guard halves.count == 2, let sign = known[String(halves[0])] else {
        throw Malformed(what: "a bare & in \(text)")
      }
      result += sign + String(halves[1])
    }
    let isClean = result.unicodeScalars.allSatisfy { scalar in
      scalar == "\n" || scalar.properties.generalCategory != .control
    }
    guard isClean else { throw Malformed(what: "a control character in \(text)") }
    return result
  }
}
