package evidence

// synonyms are groups of words that may stand for one another in questions and answers, written as base
// forms, one group a line.
const synonyms = `begin start commence originate initiate open launch
end finish conclude terminate close stop cease
make create build construct produce manufacture form
found establish institute set create
die death dead perish deceased kill
live reside inhabit dwell settle
locate situate lie stand place position
big large great huge vast massive
small little tiny minor
buy purchase acquire order
sell sale vendor trade
send ship dispatch post deliver mail
cost price fee charge expense
pay payment charge fund finance
money fund cash currency
help assist aid support
get obtain receive gain acquire
give provide supply grant offer
show display demonstrate reveal indicate
say state claim assert declare argue
call name term title dub know
use utilize employ apply usage
change alter modify edit update adjust
delete remove erase cancel
cancel revoke annul withdraw
fix repair mend
break broken defective damaged faulty
lose lost missing
return bring
refund reimburse
win victory triumph
lose defeat
attack assault raid invade invasion
fight battle combat war conflict
lead leader head chief command
rule govern reign control
ruler king monarch emperor sovereign
choose select pick elect
allow permit enable let
forbid prohibit ban disallow
prevent avoid stop hinder
cause lead result reason trigger
need require necessary must demand
join enter enlist
leave depart exit abandon flee
arrive come reach
teach instruct educate train
learn study
discover find detect
invent devise develop design
write author compose
author writer
believe think consider regard
want wish desire
try attempt seek
keep retain hold preserve maintain
rise increase grow growth raise climb
fall decrease decline drop reduce reduction lower
fast quick rapid speed
car vehicle automobile
job work occupation profession career employment
country nation state
city town
area region zone territory district
people population inhabitants citizens residents
kid child children
woman women female
man men male
old ancient
new recent modern
important significant key major crucial main
main primary chief principal
famous known renowned notable
rich wealthy
poor poverty
near close nearby adjacent
belong part member
include contain comprise consist
part component portion section
kind type sort form
amount quantity number
percent percentage proportion share
whole entire complete total
marry spouse marriage
marry wife spouse
marry husband spouse
child son offspring
child daughter offspring
religion faith religious
church congregation
law legislation statute act
court tribunal
judge justice
vote ballot poll election
agreement treaty contract pact
border boundary frontier
illness disease sickness
doctor physician
drug medicine medication
germ bacteria pathogen
food nutrition
school college
pupil student
speak language tongue
answer reply respond response
question problem issue
shape form structure
move transfer relocate
travel journey trip
fly flight
near proximity
oppose against opposition resist
support favor back
follow succeed after
precede before prior
replace substitute supersede
similar alike same equal
different distinct vary
opposite contrary
measure gauge
calculate compute
account profile login
password passcode
email mail
phone telephone mobile
voucher coupon code
gift present
warranty guarantee
delivery shipping
parcel package
bill invoice receipt
store shop
nationality citizen
expand enlarge extend
compose consist make
damage harm destroy
destroy demolish ruin raze
protect defend guard
hurt injure wound
own possess have
hide conceal
connect link join
divide split separate
gather collect assemble
burn fire
heat warm temperature hot
occupy take capture seize conquer
surrender capitulate yield
arrest imprison jail
slave slavery servitude
riches wealth
origin source root
purpose aim goal objective
result outcome effect consequence
effect influence impact affect
idea concept notion
method way technique procedure process
power strength force
weak feeble
difficult hard
easy simple
happen occur
remain stay
last endure
describe portray depict
explain clarify
appoint name assign
assign allocate
permit licence license
expel banish exile deport
celebrate festival
annual year
decade ten
century hundred
`

// antonyms are pairs of words that exclude one another where they take the same place.
const antonyms = `before after
most least
most fewest
more less
more fewer
increase decrease
increase reduce
rise fall
grow shrink
grow decline
with without
include exclude
first last
first second
first final
north south
northern southern
east west
eastern western
northeast southwest
northwest southeast
win lose
victory defeat
start end
begin end
begin finish
open close
open closed
accept reject
accept refuse
allow forbid
allow prohibit
allow prevent
permit forbid
legal illegal
lawful unlawful
possible impossible
above below
over under
up down
high low
higher lower
highest lowest
large small
larger smaller
largest smallest
big small
bigger smaller
biggest smallest
long short
longer shorter
longest shortest
old new
old young
older younger
oldest youngest
oldest newest
early late
earlier later
earliest latest
strong weak
stronger weaker
strongest weakest
rich poor
fast slow
faster slower
fastest slowest
hot cold
hotter colder
heat cool
warm cool
good bad
best worst
better worse
easy difficult
easy hard
simple complex
same different
similar different
public private
inside outside
internal external
interior exterior
indoor outdoor
major minor
majority minority
maximum minimum
male female
man woman
men women
king queen
father mother
son daughter
husband wife
born died
birth death
alive dead
arrive leave
enter leave
enter exit
add remove
attack defend
ally enemy
allied enemy
friend enemy
love hate
like dislike
support oppose
agree disagree
approve disapprove
success failure
succeed fail
buy sell
borrow lend
import export
gain lose
keep lose
give take
send receive
push pull
modern ancient
ancient recent
past future
past present
always never
all none
everyone nobody
left right
front back
top bottom
upper lower
deep shallow
wide narrow
thick thin
heavy light
full empty
wet dry
dark bright
true false
correct incorrect
active inactive
direct indirect
regular irregular
equal unequal
positive negative
natural artificial
urban rural
foreign domestic
foreign native
local foreign
religious secular
conservative liberal
expand contract
attract repel
visible invisible
common rare
common uncommon
popular unpopular
create destroy
build destroy
employ dismiss
hire fire
peace war
peaceful violent
victory loss
temporary permanent
voluntary compulsory
optional mandatory
expand shrink
increase drop
cheap expensive
cheaper expensive
online offline
paid unpaid
paid free
used unused
opened unopened
damaged undamaged
adult child
deposit withdraw
sunrise sunset
raise lower
ascend descend
solid liquid
liquid gas
solid gas
single multiple
one multiple
few many
little much
singular plural
theory practice
offense defense
offensive defensive
proponent opponent
senior junior
winter summer
spring autumn
night day
morning evening
monarchy republic
democracy dictatorship
finite infinite
worsen improve
improve deteriorate
lessen worsen
hinder help
encourage discourage
strengthen weaken
attach detach
connect disconnect
lock unlock
activate deactivate
enable disable
subscribe unsubscribe
install uninstall
`

// irregular maps forms that stemming does not bring together onto their base form.
const irregular = `be:is,are,was,were,been begin:began,begun become:became break:broke,broken bring:brought build:built
buy:bought catch:caught choose:chose,chosen come:came cut:cut deal:dealt die:death,dead,dying do:did,done,does draw:drew,drawn
drink:drank,drunk drive:drove,driven eat:ate,eaten fall:fell,fallen fight:fought find:found fly:flew,flown,flight
forget:forgot,forgotten get:got,gotten give:gave,given go:went,gone grow:grew,grown,growth have:had,has hear:heard hide:hid,hidden
hold:held keep:kept know:knew,known lead:led leave:left lend:lent lose:lost,loss make:made mean:meant meet:met pay:paid ride:rode,ridden
rise:rose,risen run:ran say:said see:saw,seen seek:sought sell:sold,sale send:sent shoot:shot show:shown sing:sang,sung
sink:sank,sunk sit:sat sleep:slept speak:spoke,spoken spend:spent spread:spread stand:stood steal:stole,stolen stick:stuck
strike:struck swear:swore,sworn swim:swam take:took,taken teach:taught tell:told think:thought,thinking throw:threw,thrown
understand:understood wear:wore,worn win:won withdraw:withdrew,withdrawn write:wrote,written man:men woman:women child:children
person:people foot:feet tooth:teeth mouse:mice life:lives,live wife:wives half:halves knife:knives leaf:leaves wolf:wolves
bacterium:bacteria phenomenon:phenomena criterion:criteria france:french britain:british england:english spain:spanish
germany:german poland:polish ireland:irish scotland:scottish,scots wales:welsh denmark:danish,danes sweden:swedish norway:norwegian
netherlands:dutch greece:greek turkey:turkish china:chinese japan:japanese europe:european america:american asia:asian
africa:african italy:italian russia:russian mongolia:mongol israel:israeli portugal:portuguese switzerland:swiss
analysis:analyses,analyze strong:strength long:length high:height wide:width deep:depth hot:heat true:truth young:youth
choose:choice believe:belief sell:seller marry:marriage arrive:arrival refuse:refusal propose:proposal destroy:destruction
succeed:success defend:defence,defense invade:invasion expand:expansion decide:decision divide:division receive:reception,receipt
describe:description produce:production reduce:reduction`
