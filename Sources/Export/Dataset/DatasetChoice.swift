// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Which visits a dataset takes, and how it shows answers.
package struct DatasetChoice: Sendable {
  /// Which visits are taken.
  package enum States: String, CaseIterable, Sendable {
    /// Every visit that is not deleted.
    case all
    /// Visits that their shopper has finished.
    case finished
    /// Visits that a coordinator has released.
    case released
  }

  /// How answers are shown.
  package enum Values: String, CaseIterable, Sendable {
    /// As codes: 1 and 0 for yes and no.
    case codes
    /// As words: `yes` and `no`.
    case labels
    /// As codes, with the words in a column of their own.
    case both
  }

  /// Which visits are taken.
  package var states: States
  /// How answers are shown.
  package var values: Values

  /// Takes some visits and shows answers in some way.
  package init(states: States, values: Values = .codes) {
    self.states = states
    self.values = values
  }

  /// Why a visit is left out; nil where it is taken.
  func objection(to visit: Visit, review: Review?) -> String? {
    if visit.record.isDeleted { return "deleted" }
    return switch states {
    case .all: nil
    case .finished: visit.state == .finished ? nil : "not finished"
    case .released: review?.isReleased == true ? nil : "not released"
    }
  }
}

/// The names under which people and their machines appear in a dataset.
package struct DatasetNames: Sendable {
  /// The name of the person who wrote something: a pseudonym, unless the reader may know more.
  package var person: @Sendable (PersonID) -> String
  /// The name of who played the customer: the record's owner, or who the owner says it was.
  package var shopper: @Sendable (_ owner: PersonID?, _ stated: String?) -> String?
  /// The name of a device.
  package var device: @Sendable (ReplicaID) -> String

  /// Names for a dataset.
  package init(
    person: @escaping @Sendable (PersonID) -> String,
    shopper: @escaping @Sendable (_ owner: PersonID?, _ stated: String?) -> String?,
    device: @escaping @Sendable (ReplicaID) -> String
  ) {
    self.person = person
    self.shopper = shopper
    self.device = device
  }
}

/// A visit with everything that belongs to it.
package struct VisitRecords: Sendable {
  /// The visit.
  package var visit: Record
  /// Its observations, in any order.
  package var observations: [Record]
  /// The coordinator's decision, where there is one.
  package var review: Record?
  /// What the shopper answered, by observation, where somebody else has changed the answer.
  package var originals: [RecordID: FieldValue]

  /// A visit with everything that belongs to it.
  package init(
    visit: Record,
    observations: [Record],
    review: Record? = nil,
    originals: [RecordID: FieldValue] = [:]
  ) {
    self.visit = visit
    self.observations = observations
    self.review = review
    self.originals = originals
  }
}

/// A program's definitions by kind and code, compared byte by byte.
///
/// Deleted ones still explain the observations that name them.
struct Definitions {
  let program: String
  private(set) var records: [RecordKind: [FieldPath: Record]] = [:]

  /// - Parameter records: The program's own record and its definitions.
  init(_ records: [Record]) {
    program = records.first { $0.header.kind == .program }.map { Program($0).code } ?? ""
    for record in records {
      let code = FieldPath(record.value(of: "code")?.display ?? "")
      self.records[record.header.kind, default: [:]][code] = record
    }
  }

  /// A definition by its code.
  func view<View: RecordView>(_ code: String?) -> View? {
    code.flatMap { records[View.kind]?[FieldPath($0)] }.map(View.init)
  }

  /// The definitions of a kind in order of code, deleted ones aside.
  func all(_ kind: RecordKind) -> [Record] {
    (records[kind] ?? [:]).sorted { $0.key < $1.key }.map(\.value).filter { !$0.isDeleted }
  }
}
