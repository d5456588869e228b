// SPDX-License-Identifier: Apache-2.0

/// Whose visits a report is of, where nobody names brands.
enum Reach {
  /// Those to own places and to competitors together, which is said.
  case everybody
  /// All but those to competitors: what we cost, promise and plan is ours.
  case own
  /// Both, which the report keeps apart itself.
  case sides
}
