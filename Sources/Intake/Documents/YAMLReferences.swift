// SPDX-License-Identifier: Apache-2.0

/// How often a YAML text names a part of itself (`&name`) and refers to one (`*name`).
///
/// A part may refer to parts that refer to others, so that a few lines stand for more than any
/// memory holds. Readers that look at every part of a key would never end.
struct YAMLReferences {
  /// The most parts that a text may come to where everything is written out.
  private static let partsMaximum = 100_000.0

  private var names = 0
  private var uses = 0

  /// Counts what may be one: in a quoted text it is none, and is counted all the same.
  init(in text: String) {
    let bytes = Array(text.utf8)
    var mayBegin = true
    for (place, byte) in bytes.enumerated() {
      if mayBegin, place + 1 < bytes.count, bytes[place + 1] > Byte.space {
        names += byte == UInt8(ascii: "&") ? 1 : 0
        uses += byte == UInt8(ascii: "*") ? 1 : 0
      }
      mayBegin = YAMLReferences.mayPrecede.contains(byte)
    }
  }

  /// Whether the text stays small however its parts refer to one another.
  ///
  /// Most comes of it where some of the parts refer equally often each to the one before.
  var areFew: Bool {
    (0...min(names, uses, 40)).allSatisfy { levels in
      let each = max(1, Double(uses) / Double(max(1, levels)))
      let parts = (0..<levels).reduce(Double(levels + 1)) { parts, _ in parts * each }
      return parts <= YAMLReferences.partsMaximum
    }
  }

  private static let mayPrecede: Set<UInt8> = [
    Byte.space, Byte.tab, Byte.lineFeed, Byte.carriageReturn, Byte.comma, UInt8(ascii: "["),
    UInt8(ascii: "{"), UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "?"),
  ]
}
