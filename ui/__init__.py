"""The screen: Streamlit pages around one map canvas."""
