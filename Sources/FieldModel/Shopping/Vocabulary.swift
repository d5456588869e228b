// SPDX-License-Identifier: Apache-2.0

/// A short name that people type: a program's, a location's, an interaction's.
public struct Code: Hashable, Sendable, CustomStringConvertible {
  /// The code as typed.
  public let text: String

  /// The longest code, in bytes of UTF-8.
  public static let bytesMaximum = 128

  /// A code: 1…128 bytes, no control characters, no blank at either end; nil for anything else.
  public init?(_ text: String) {
    guard !text.isEmpty, text.utf8.count <= Code.bytesMaximum else { return nil }
    // Most codes are plain ASCII, of which nothing is to be looked up.
    let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    guard isPlain || Code.isFit(text.unicodeScalars) else { return nil }
    self.text = text
  }

  private static func isFit(_ scalars: String.UnicodeScalarView) -> Bool {
    !scalars.contains { $0.properties.generalCategory == .control }
      && scalars.first?.properties.isWhitespace == false
      && scalars.last?.properties.isWhitespace == false
  }

  /// The code as typed.
  public var description: String {
    text
  }

  /// Compares the bytes.
  public static func == (lhs: Code, rhs: Code) -> Bool {
    lhs.text.isSameBytes(as: rhs.text)
  }

  /// Hashes the bytes.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(bytesOf: text)
  }
}

/// Whose company a brand is.
public enum Subject: String, CaseIterable, Sendable {
  /// The client's own.
  case own
  /// The client's name over somebody else's company.
  case franchise
  /// Somebody the client is compared with.
  case competitor
}

/// The form of an interaction between customer and organisation: five, and no others.
public enum InteractionForm: String, CaseIterable, Sendable {
  /// Letters, bills, contracts, e-mail.
  case written
  /// Face to face.
  case inPerson = "in person"
  /// The product or service itself.
  case goodsAndServices = "goods/services"
  /// Web pages, shops and machines.
  case electronic
  /// Calls, in and out.
  case telephone

  /// The finer forms that every program has in common; programs may have others besides.
  public var subforms: [String] {
    switch self {
    case .written: ["email", "letter", "invoice", "contract"]
    case .inPerson: ["visit", "sales meeting", "social hospitality"]
    case .goodsAndServices: ["function", "presentation", "packaging"]
    case .electronic: ["ecommerce", "website"]
    case .telephone: ["inbound", "outbound"]
    }
  }

  /// Reads a form as people write it, such as `In person`, `inPerson`, `goods and services`.
  public init?(typed text: String) {
    let letters = text.lowercased().filter(\.isLetter)
    switch letters {
    case "written": self = .written
    case "inperson": self = .inPerson
    case "goodsservices", "goodsandservices", "goods", "services": self = .goodsAndServices
    case "electronic": self = .electronic
    case "telephone", "phone": self = .telephone
    default: return nil
    }
  }
}

/// Which end of an interaction's scale is the good one.
public enum Better: String, CaseIterable, Sendable {
  /// More is better.
  case higher
  /// Less is better.
  case lower
}

/// What kind of answer an interaction asks for.
public enum AnswerKind: String, CaseIterable, Sendable {
  /// A number on the interaction's scale, `min`…`max`.
  case rating
  /// Yes or no; stored as 1 and 0 too, so that dirty codes such as 3 can be kept and counted.
  case yesno
  /// Minutes, 0 or more, with decimals.
  case minutes
  /// A whole number, 0 or more.
  case count
  /// A part of the whole, 0…1.
  case share
  /// Money in the interaction's currency.
  case amount
  /// Free text.
  case text
  /// One of the interaction's choices.
  case choice
  /// Several of the interaction's choices.
  case choices
  /// A day.
  case date
  /// A time of day.
  case time

  /// Whether answers of this kind are numbers.
  public var isNumeric: Bool {
    switch self {
    case .rating, .yesno, .minutes, .count, .share, .amount: true
    case .text, .choice, .choices, .date, .time: false
    }
  }
}

/// What a customer's commitment is made of.
///
/// An interaction's free attribute `commitment` says which part its answers are.
public enum CommitmentPart: String, CaseIterable, Sendable {
  /// Would come again.
  case comeAgain = "return"
  /// Would recommend.
  case recommend
  /// Would choose us before anybody else.
  case alternative
  /// Would stay after a misery.
  case tolerance
}

/// The impression that a moment left: −2…+2, shown as misery, neutral or magic.
public struct Verdict: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// −2 and −1 are misery, 0 is neutral, 1 and 2 are magic.
  public let degree: Int

  /// A verdict of −2…+2; nil outside.
  public init?(degree: Int) {
    guard (-2...2).contains(degree) else { return nil }
    self.degree = degree
  }

  /// Reads `misery`, `neutral`, `magic` (−2, 0, 2) or a degree such as `-1`.
  public init?(_ text: String) {
    switch text.lowercased() {
    case "misery": self.init(degree: -2)
    case "neutral": self.init(degree: 0)
    case "magic": self.init(degree: 2)
    default:
      guard let degree = Int(text) else { return nil }
      self.init(degree: degree)
    }
  }

  /// `misery`, `neutral` or `magic`.
  public var description: String {
    degree < 0 ? "misery" : degree > 0 ? "magic" : "neutral"
  }

  /// Orders from misery to magic.
  public static func < (lhs: Verdict, rhs: Verdict) -> Bool {
    lhs.degree < rhs.degree
  }
}

/// How far a visit has come on the shopper's side.
public enum VisitState: String, CaseIterable, Sendable {
  /// Being recorded.
  case inProgress = "in_progress"
  /// Complete, as far as the shopper is concerned.
  case finished
}

/// A coordinator's decision on a visit.
public enum ReviewState: String, CaseIterable, Sendable {
  /// Good, not yet shown to the client.
  case approved
  /// Sent back to the shopper.
  case returned
  /// Not to be used.
  case rejected
  /// Kept back for now.
  case held
  /// The client may read it.
  case released
}

/// What is to become of an interaction whose reason to exist is asked for.
public enum ChallengeDecision: String, CaseIterable, Sendable {
  /// It stays as it is.
  case keep
  /// It goes.
  case remove
  /// It becomes one with another.
  case merge
  /// A machine does it.
  case automate
  /// A person does it.
  case human
}

/// What a person may do.
public enum Role: String, CaseIterable, Sendable {
  /// Publishes programs, corrects, settles, reviews, reads everything in their programs.
  case coordinator
  /// Records visits; reads definitions and their own visits.
  case shopper
  /// Reads released visits.
  case viewer
}

/// Somebody who may use a hub.
public struct Person: Hashable, Sendable {
  /// The person's name in changes.
  public let id: PersonID

  /// The name that coordinators see.
  public let name: String

  /// What the person may do.
  public let role: Role

  /// The name in datasets, which does not give the person away.
  public let pseudonym: String

  /// Somebody who may use a hub.
  public init(id: PersonID, name: String, role: Role, pseudonym: String) {
    self.id = id
    self.name = name
    self.role = role
    self.pseudonym = pseudonym
  }
}
