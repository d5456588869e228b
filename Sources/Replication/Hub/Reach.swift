// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What a person may read.
package struct Reach: Hashable, Sendable {
  /// What the person may do.
  package let role: Role

  /// The person.
  package let person: PersonID

  /// The programs that the person takes part in.
  package let grant: Grant

  /// The reach of a session.
  package init(of session: Session) {
    role = session.person.role
    person = session.person.id
    grant = session.grant
  }

  /// Whether a record is within reach.
  ///
  /// Coordinators read all of their programs, shoppers the definitions and their own visits, and
  /// viewers the definitions, but for assignments, which name shoppers, and released visits.
  package func covers(_ header: RecordHeader, release: Release) -> Bool {
    guard grant.covers(header.scope.program) else { return false }
    #if Mutants
    if Mutant.isOn(.showsForeignVisits) { return true }
    #endif
    return switch role {
    case .coordinator: true
    case .shopper: header.scope.owner == nil || header.scope.owner == person
    case .viewer: header.scope.owner == nil ? header.kind != .assignment : release != .never
    }
  }
}

/// What viewers may read: released visits, with their observations and evidence.
package enum Release: Int64, Sendable {
  /// Never shown to viewers.
  case never = 0
  /// Shown to viewers.
  case released = 1
  /// Shown to viewers once, and no longer.
  case withdrawn = 2
}
