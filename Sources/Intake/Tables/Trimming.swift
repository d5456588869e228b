// SPDX-License-Identifier: Apache-2.0

extension StringProtocol where UTF8View: BidirectionalCollection {
  /// The text without blanks, tabs, line breaks and no-break spaces around it.
  var trimmed: String {
    let visible: ClosedRange<UInt8> = 0x21...0x7E
    if let first = utf8.first, let last = utf8.last, visible.contains(first),
      visible.contains(last)
    {
      return String(self)
    }
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.isBlank }),
      let last = scalars.lastIndex(where: { !$0.isBlank })
    else { return "" }
    return String(self[first...last])
  }

  /// Whether both are the same bytes.
  ///
  /// `==` also takes canonically equivalent text as equal.
  func isSameBytes(as other: some StringProtocol) -> Bool {
    utf8.elementsEqual(other.utf8)
  }
}

extension Unicode.Scalar {
  /// Whether it is a sign that people do not see at the end of a text.
  fileprivate var isBlank: Bool {
    switch self {
    case " ", "\t", "\r", "\n", "\u{A0}", "\u{202F}", "\u{FEFF}": true
    default: false
    }
  }
}
