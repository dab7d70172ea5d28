"""What people asked, and what they thought of the answers.

turns       questions and answers in turn
archive     kept for their owners
feedback    ratings, and the test questions made of them
references  answers taken elsewhere, with what they rest on
"""
