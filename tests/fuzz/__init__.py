"""Fuzzing: hostile bytes for every reader, the engine, and the whole web app.

Targets are in ``targets``. The suite replays each one's seeds, what once broke it (``corpus``) and
some mutations that are the same in every run; ``make fuzz TARGET=docx SECONDS=600`` goes on from
there, led by what each input reaches in the code (``campaign``).
"""
