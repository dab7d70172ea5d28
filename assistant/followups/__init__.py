"""A line of a conversation as a question that stands alone.

lines        what kind of line it is
standalone   what it points back to, put in; and what it may go on from
openings     the thanks before it, and the word that it turns to something else
labels       who speaks in an answer, and what in it is no speech; ``told`` what an answer told
reactions    a line that answers an answer: doubts it, asks where it stands or for more, corrects the question
ellipsis     a line that is no whole question; ``anew`` asks the former one under another question word,
             ``speakers`` of another speaker or matter, ``going_on`` goes on from a question over all transcripts;
             ``ones`` is what "one" stands for, ``numbers`` puts in another thing that goes by a number,
             ``times`` another time, ``acts`` what "they did that" is
meetings     the meeting that "it" or "there" is
slots        the part of a question that gives way to what a line names; ``topical`` puts it in as a topic,
             ``nouns`` tells what can stand where what stood, ``owners`` keeps what a price is of
pronouns     what "it", "they" and "the company" stand for; ``antecedents`` is what the turns before (``context``)
             offer them, ``asked_for`` what a question for a thing is about, ``people`` whom "he" and "she" can be,
             ``offices`` who holds an office, ``descriptions`` what "the company" is,
             ``doing`` who "they" are that do something to "them", ``deeds`` whether people do it, ``joint`` the two
             who do it together;
             ``binding`` tells those that mean what their own line names, ``pleonastic`` those that stand for nothing
"""
