"""Find the companies abroad whose technology complements what a firm lacks.

Six verbs: ingest, embed, profile, score, judge, report (``screening.pipeline``). Importing
this package loads neither Prefect nor torch.
"""

__version__ = "0.1.0"
