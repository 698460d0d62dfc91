"""Batch intake: many photos, or a ZIP of them, become draft groups and then reports.

`grouping` and `archive` know no model; what is stored is `models.Intake`, and `services.intake`
makes the reports.
"""
